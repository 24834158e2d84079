//! Every check and test there is, cheapest first.

use anyhow::Result;

use crate::build::{Purpose, select_all};
use crate::install::{Need, system_packages};
use crate::package::sign;
use crate::pages::Pages;
use crate::run::{ask, cargo, exists, run as run_command};
use crate::stages::Stages;

/// The programs of these tests.
const TESTED: Purpose = Purpose::Stories;

/// Runs all stages.
///
/// # Errors
/// That of the first stage that fails, with the stage's name.
pub(crate) fn run() -> Result<()> {
    let mut stages = Stages::default();
    let result = all(&mut stages);
    stages.print();
    result
}

fn all(stages: &mut Stages) -> Result<()> {
    stages.run("system packages", || system_packages(Need::Stories).and_then(|()| components()))?;
    let pages = stages.run("npm packages", Pages::install)?;
    stages.run("pages: format", || pages.script("format:check"))?;
    stages.run("pages: types", || pages.script("check"))?;
    stages.run("pages: tests", || pages.script("test"))?;
    stages.run("pages: build", || pages.script("build"))?;
    stages.run("rust: format", || run_command(cargo().args(["fmt", "--all", "--check"])))?;
    // Libraries, programs and fuzz targets, once, with the features that tests have.
    stages.run("rust: build", || TESTED.build())?;
    stages.run("release: sign", || sign(TESTED).map(drop))?;
    stages.run("rust: lints", || on_all("clippy", &["--all-targets"], &["-D", "warnings"]))?;
    // Here is also the check that generated files are not stale.
    stages.run("rust: tests", || on_all("test", &[], &[]))?;
    stages.run("stories", || {
        let tests = ["--include-ignored", "--test-threads=1", "--nocapture"];
        on_all("test", &["--test", "stories"], &tests)
    })
}

/// Runs a cargo command on the whole workspace.
fn on_all(command: &str, options: &[&str], after: &[&str]) -> Result<()> {
    let mut cargo = TESTED.cargo(command)?;
    select_all(&mut cargo);
    run_command(cargo.args(options).arg("--").args(after))
}

/// The parts of the Rust toolchain that a minimal one lacks.
fn components() -> Result<()> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if ask(cargo().args([command, "--version"])).is_some() {
            continue;
        }
        println!(
            "This part of the Rust toolchain is missing and is going to be installed: {component}"
        );
        anyhow::ensure!(exists("rustup"), "please install {component} for this Rust toolchain");
        run_command(std::process::Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}
