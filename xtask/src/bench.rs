//! Measurements on this machine: builds what is measured as it is released, and prints figures.

use anyhow::Result;

use crate::install::{Need, system_packages};
use crate::pages::Pages;
use crate::run::{cargo, run, target};

/// Measures how many chat messages a portal carries, and how fast.
///
/// # Errors
/// Where something cannot be built or the measurement fails.
pub(crate) fn chat(more: &[String]) -> Result<()> {
    system_packages(Need::Stories)?;
    Pages::install()?.script("build")?;
    run(cargo().args(["build", "--release", "--package", "corporate-portal"]))?;
    let mut bench = cargo();
    bench.args(["bench", "--package", "corporate-stories", "--bench", "chat", "--"]);
    bench.arg("--portal").arg(target().join("release/corporate-portal"));
    run(bench.args(more))
}
