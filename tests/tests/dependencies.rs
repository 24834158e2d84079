//! Who may use whom, as ARCHITECTURE.md says; where operating systems may be told apart; and how
//! long a file may get.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Our packages and those of ours that each may use, tests aside.
const MAY_USE: &[(&str, &[&str])] = &[
    ("corporate-protocol", &[]),
    ("corporate-protocol-fuzz", &["corporate-policy", "corporate-protocol"]),
    ("corporate-capture", &[]),
    // The frame format, whose operations it makes.
    ("corporate-encode", &["corporate-protocol"]),
    ("corporate-link", &["corporate-protocol", "corporate-proxy"]),
    ("corporate-policy", &["corporate-protocol"]),
    ("corporate-proxy", &["corporate-protocol"]),
    ("corporate-portal", &["corporate-protocol"]),
    ("corporate-opener", &["corporate-policy", "corporate-protocol", "corporate-proxy"]),
    (
        "corporate-customer",
        &[
            "corporate-capture",
            "corporate-encode",
            "corporate-link",
            "corporate-policy",
            "corporate-protocol",
        ],
    ),
    ("corporate-stories", &["corporate-policy", "corporate-protocol"]),
    // Which address may be sealed in.
    ("xtask", &["corporate-policy"]),
];
/// Lines from which on a file must say why at its head, and lines that none may have.
const LONG: usize = 500;
const TOO_LONG: usize = 800;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder above").to_owned()
}

/// All Rust files of ours.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![root()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && name != "target" && name != "node_modules"
            {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn packages_use_only_what_the_architecture_allows() {
    let metadata = MetadataCommand::new().current_dir(root()).no_deps().exec().expect("metadata");
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| &**package.name).collect();
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    assert_eq!(ours, known, "a package that this test knows nothing of");
    for package in &metadata.packages {
        let (_, allowed) =
            MAY_USE.iter().find(|(name, _)| **name == **package.name).expect("known, as above");
        let uses = package.dependencies.iter();
        for used in uses.filter(|used| used.kind != DependencyKind::Development) {
            let name = used.name.as_str();
            assert!(!ours.contains(name) || allowed.contains(&name), "{} -> {name}", package.name);
        }
    }
}

#[test]
fn systems_are_told_apart_only_where_a_platform_is_chosen() {
    let asks = concat!("cfg(", "target_os");
    let this = Path::new(file!()).file_name().expect("a name").to_owned();
    for path in sources() {
        if path.file_name() == Some(&this) || path.ends_with("platform.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        let chosen = text.lines().zip(text.lines().skip(1)).all(|(line, next)| {
            !line.contains(asks)
                || line.trim_start().starts_with("//")
                // A test of one system's module says so at its head.
                || line.starts_with("#![")
                || next.trim_start().starts_with("#[path")
                || next.contains("mod ")
        });
        assert!(chosen, "{} tells systems apart outside of a platform module", path.display());
    }
}

#[test]
fn files_are_short_or_say_why_not() {
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source");
        let lines = text.lines().count();
        assert!(lines <= TOO_LONG, "{} has {lines} lines", path.display());
        let excused = text.lines().take(12).any(|line| line.contains("long because"));
        assert!(lines <= LONG || excused, "{} has {lines} lines", path.display());
    }
}

#[test]
fn every_file_says_what_it_is() {
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//!"), "{} says nothing at its head", path.display());
    }
}

/// A command line that a stranger gets into the portal finds nothing there that would run it.
#[test]
fn no_program_is_started_by_the_portal() {
    let starts = ["std::process", "tokio::process", "process::Command", "process::{", "libc::"];
    let portal = root().join("portal/src");
    let sources: Vec<PathBuf> =
        sources().into_iter().filter(|path| path.starts_with(&portal)).collect();
    assert!(!sources.is_empty(), "the portal is somewhere else");
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source");
        // These two only end the portal itself.
        let text = text.replace("std::process::ExitCode", "").replace("std::process::exit(", "");
        let found = starts.iter().find(|start| text.contains(**start));
        assert_eq!(found, None, "{} starts programs", path.display());
    }
}
