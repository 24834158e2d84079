//! Measurements on this machine: builds what is measured as it is released, and prints figures.

use anyhow::Result;

use crate::build::Purpose;
use crate::cross;
use crate::install::{Need, system_packages};
use crate::package::{opener as build_opener, release_for_stories};
use crate::pages::Pages;
use crate::run::{cargo, run, target};

/// Measures what the first of `words` names, the picture where it names nothing.
///
/// # Errors
/// Where something cannot be built or the measurement fails.
pub(crate) fn run_named(words: &[String]) -> Result<()> {
    match words.split_first() {
        Some((first, rest)) if first == "opener" => opener(rest),
        Some((first, rest)) if first == "chat" => chat(rest),
        Some((first, rest)) if first == "picture" => picture(rest),
        _ => picture(words),
    }
}

/// Measures the picture, ours beside that of others: how late, how many bytes, how exact.
///
/// # Errors
/// Where something cannot be built or the measurement fails.
fn picture(more: &[String]) -> Result<()> {
    system_packages(Need::PictureBench)?;
    let chosen = |word: &&String| word.starts_with("--programs") || word.starts_with("--help");
    let mut bench = cargo();
    bench.args(["bench", "--package", "corporate-stories", "--bench", "picture", "--"]);
    if !more.iter().any(|word| chosen(&word)) {
        bench.arg("--programs").arg(release_for_stories()?);
    }
    if !more.iter().any(|word| word.starts_with("--out")) {
        bench.arg("--out").arg(target().join("bench"));
    }
    run(bench.args(more))
}

/// Measures how many chat messages a portal carries, and how fast.
///
/// # Errors
/// Where something cannot be built or the measurement fails.
fn chat(more: &[String]) -> Result<()> {
    system_packages(Need::Stories)?;
    Pages::install()?.script("build")?;
    run(cargo().args(["build", "--release", "--package", "corporate-portal"]))?;
    let mut bench = cargo();
    bench.args(["bench", "--package", "corporate-stories", "--bench", "chat", "--"]);
    bench.arg("--portal").arg(target().join("release/corporate-portal"));
    run(bench.args(more))
}

/// Measures the opener: its size on each system that it is built for, and the time from its start
/// until its window is on the screen.
fn opener(more: &[String]) -> Result<()> {
    system_packages(Need::Stories)?;
    let seal = Purpose::Demo.seal()?;
    let built = build_opener(&seal)?;
    let mut bench = cargo();
    bench.args(["bench", "--package", "corporate-stories", "--bench", "opener", "--"]);
    bench.arg("--opener").arg(built);
    if let Some(windows) = cross::built_opener() {
        bench.arg("--other").arg(windows);
    }
    run(bench.args(more))
}
