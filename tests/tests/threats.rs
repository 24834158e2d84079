//! The threat model names tests and fuzz targets. Each of them has to be there, and every test has
//! to be run by a stage of `cargo xtask`, so that the document can't promise what nobody checks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The document.
const THREATS: &str = include_str!("../../docs/threats.md");
/// The fuzz targets.
const FUZZ: &str = include_str!("../../crates/protocol/fuzz/Cargo.toml");
/// Fewer tests than it names.
const AT_LEAST: usize = 100;
/// What the last column of its tables is called.
const SHOWN_BY: &str = "shown by";
/// Where tests are.
const FOLDERS: [&str; 6] = ["crates", "opener", "portal", "src-tauri", "tests", "xtask"];
/// Where tests are that a stage of its own runs though they are ignored: `cargo xtask test` and
/// `cargo xtask cross`.
const STAGES: [&str; 2] = ["tests/tests/stories.rs", "tests/tests/windows"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder above").to_owned()
}

/// The names of all functions that are tests, and whether any stage runs them.
fn tests() -> BTreeMap<String, bool> {
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|name| root().join(name)).collect();
    let mut tests = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let has_stage = STAGES.iter().any(|stage| path.starts_with(root().join(stage)));
                let source = fs::read_to_string(&path).expect("a source");
                for (name, is_ignored) in tests_in(&source) {
                    *tests.entry(name.to_owned()).or_default() |= has_stage || !is_ignored;
                }
            }
        }
    }
    tests
}

/// The functions that a test's attribute stands before, and whether they are ignored.
fn tests_in(source: &str) -> Vec<(&str, bool)> {
    let mut tests = Vec::new();
    let mut attributes = Vec::new();
    let mut rest = source.trim_start();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("#[") {
            let (attribute, after) = after.split_at(closing(after));
            attributes.push(attribute);
            rest = after.strip_prefix(']').unwrap_or(after);
        } else {
            let (line, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
            if !line.starts_with("//") {
                let mut names = attributes.iter();
                if names.any(|name| *name == "test" || name.starts_with("tokio::test")) {
                    let is_ignored = attributes.iter().any(|name| name.starts_with("ignore"));
                    tests.extend(function(line).map(|name| (name, is_ignored)));
                }
                attributes.clear();
            }
            rest = after;
        }
        rest = rest.trim_start();
    }
    tests
}

/// Where the bracket is closed that has been opened before.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    let end = text.bytes().position(|byte| {
        depth += i32::from(byte == b'[') - i32::from(byte == b']');
        depth == 0
    });
    end.unwrap_or(text.len())
}

/// The name of the function that begins here.
fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?;
    line.split(['(', '<']).next()
}

/// What stands in the last column of the tables that show something.
fn shown_by() -> Vec<&'static str> {
    let mut shows = false;
    let mut cells = Vec::new();
    for line in THREATS.lines() {
        let cell = line.strip_suffix('|').and_then(|row| row.rsplit('|').next()).map(str::trim);
        match cell {
            None => shows = false,
            Some(SHOWN_BY) => shows = true,
            Some(cell) if shows => cells.push(cell),
            Some(_) => {}
        }
    }
    cells
}

/// What stands in backquotes, each with the text before it.
fn quoted(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts: Vec<&str> = text.split('`').collect();
    let pairs: Vec<_> = parts.chunks_exact(2).map(|pair| (pair[0].trim_end(), pair[1])).collect();
    pairs.into_iter().filter(|(_, name)| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

/// All tests that the document names: whatever looks like one, and in the tables every name.
fn named() -> BTreeSet<&'static str> {
    let everywhere = quoted(THREATS).filter(|(_, name)| name.matches('_').count() >= 2);
    let shown = shown_by().into_iter().flat_map(quoted);
    let tests = shown.filter(|(before, _)| !before.ends_with("fuzz target"));
    everywhere.chain(tests).map(|(_, name)| name).collect()
}

#[test]
fn every_test_that_the_threat_model_names_is_there_and_run() {
    let (tests, named) = (tests(), named());
    assert!(named.len() > AT_LEAST, "only {} tests are named", named.len());
    let missing: Vec<_> = named.iter().filter(|name| !tests.contains_key(**name)).collect();
    assert!(missing.is_empty(), "named and not there: {missing:#?}");
    let never: Vec<_> = named.iter().filter(|name| !tests[**name]).collect();
    assert!(never.is_empty(), "ignored, and no stage runs them: {never:#?}");
}

#[test]
fn every_fuzz_target_that_the_threat_model_names_is_there() {
    let named: BTreeSet<_> = quoted(THREATS)
        .filter(|(before, _)| before.ends_with("fuzz target"))
        .map(|(_, name)| name)
        .collect();
    assert!(!named.is_empty(), "no fuzz target is named");
    for target in named {
        let listed = FUZZ.contains(&format!("[[bin]]\nname = \"{target}\"\n"));
        let file = root().join(format!("crates/protocol/fuzz/fuzz_targets/{target}.rs"));
        assert!(listed && file.exists(), "{target} is no fuzz target");
    }
}

#[test]
fn tests_are_found_however_they_are_written() {
    let source = concat!(
        "#[test]\n#[should_panic]\nfn plain() {}\n\n",
        "#[tokio::test(flavor = \"multi_thread\")]\n// A reason.\nasync fn later() {}\n",
        "#[test] fn one_line() {}\n",
        "#[test]\n#[ignore = \"by hand [really]\"]\nfn left_out() {}\n",
        "#[test]\n#[expect(\n    lint,\n    reason = \"long\"\n)]\nfn spread() {}\n",
        "#[cfg(test)]\nfn other() {}\n#[test]\nstatic NO: u8 = 0;\nfn after() {}\n",
    );
    let expected = [
        ("plain", false),
        ("later", false),
        ("one_line", false),
        ("left_out", true),
        ("spread", false),
    ];
    assert_eq!(tests_in(source), expected);
}
