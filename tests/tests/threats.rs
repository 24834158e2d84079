//! The threat model names tests. Each of them has to be there, so that the document can't promise
//! what nobody checks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The document.
const THREATS: &str = include_str!("../../docs/threats.md");
/// Fewer tests than it names.
const AT_LEAST: usize = 40;
/// Where tests are.
const FOLDERS: [&str; 6] = ["crates", "opener", "portal", "src-tauri", "tests", "xtask"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder above").to_owned()
}

/// The names of all functions that are tests.
fn tests() -> BTreeSet<String> {
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|name| root().join(name)).collect();
    let mut names = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                names.extend(tests_in(&fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    names
}

/// The functions that follow a test's attribute.
fn tests_in(source: &str) -> Vec<String> {
    let mut is_test = false;
    let mut names = Vec::new();
    for line in source.lines().map(str::trim_start) {
        is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        let signature = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        if let Some(name) = signature.and_then(|rest| rest.split('(').next()) {
            if is_test {
                names.push(name.to_owned());
            }
            is_test = false;
        } else if line.starts_with("proptest!") {
            is_test = false;
        }
    }
    names
}

#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let there = tests();
    let quoted = THREATS.split('`').skip(1).step_by(2);
    let named: BTreeSet<&str> = quoted
        .filter(|text| text.matches('_').count() >= 2)
        .filter(|text| {
            text.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
        })
        .collect();
    assert!(named.len() > AT_LEAST, "only {} tests are named", named.len());
    let missing: Vec<_> = named.iter().filter(|name| !there.contains(**name)).collect();
    assert!(missing.is_empty(), "named and not there: {missing:#?}");
}
