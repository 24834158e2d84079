//! Every check and test there is, cheapest first, as a list of stages: the first that fails ends
//! the run with its name, and a table tells what took how long.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::build::{Purpose, select_all};
use crate::install::{Need, system_packages};
use crate::package::sign;
use crate::pages::Pages;
use crate::run::{ask, cargo, exists, run as run_command};

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

/// The stages so far and what each took.
#[derive(Default)]
struct Stages(Vec<(&'static str, Duration, bool)>);

impl Stages {
    fn run<T>(&mut self, name: &'static str, stage: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let result = stage();
        self.0.push((name, started.elapsed(), result.is_ok()));
        result.with_context(|| format!("stage \"{name}\" failed"))
    }

    fn print(&self) {
        println!("\n{:<20} {:>8}", "stage", "time");
        for (name, took, ok) in &self.0 {
            println!("{name:<20} {:>8}{}", clock(*took), if *ok { "" } else { "  FAILED" });
        }
        println!("{:<20} {:>8}", "total", clock(self.0.iter().map(|(_, took, _)| *took).sum()));
    }
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_millis(83_456)), "1:23.4");
        assert_eq!(clock(Duration::ZERO), "0:00.0");
    }

    #[test]
    fn the_first_failing_stage_is_named() {
        let mut stages = Stages::default();
        stages.run("one", || Ok(())).expect("fine");
        let error = stages.run::<()>("two", || anyhow::bail!("broken")).expect_err("fails");
        assert_eq!(format!("{error:#}"), "stage \"two\" failed: broken");
        assert_eq!(stages.0.iter().map(|stage| stage.2).collect::<Vec<_>>(), [true, false]);
    }
}
