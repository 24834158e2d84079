//! Opener and its crates on systems that this machine is not: set up once, then built, tested and
//! run for Windows under Wine, and linked for macOS. Says at the end which of these words
//! holds for what; nothing here has run on Windows or macOS itself.

mod macos;
mod tools;
mod windows;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::install::{Need, system_packages};
use crate::run::target;
use crate::stages::Stages;

/// What is to be done.
#[derive(Args, Debug)]
pub(crate) struct CrossOptions {
    /// One system alone
    #[arg(long)]
    only: Option<Other>,
    /// Install what is needed and stop
    #[arg(long)]
    setup: bool,
    /// Type-check the desktop app too, which takes long the first time
    #[arg(long)]
    app: bool,
}

/// A system that this machine is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Other {
    /// Windows, by the GNU toolchain and Wine
    Windows,
    /// macOS, compiled and linked
    Macos,
}

/// Sets up what is missing and does all that `options` ask for.
///
/// # Errors
/// That of the first stage that fails, with the stage's name.
pub(crate) fn run(options: &CrossOptions) -> Result<()> {
    let mut stages = Stages::default();
    let mut done = Vec::new();
    let result = all(options, &mut stages, &mut done);
    stages.print();
    println!("\nWhat this was:");
    for words in done {
        println!("  {words}");
    }
    result
}

fn all(options: &CrossOptions, stages: &mut Stages, done: &mut Vec<&'static str>) -> Result<()> {
    let wanted = |other| options.only.is_none_or(|only| only == other);
    stages.run("system packages", || system_packages(Need::Cross))?;
    if wanted(Other::Windows) {
        stages.run("windows: std", || tools::standard_library(windows::TARGET))?;
        let wine = stages.run("windows: wine", windows::Wine::set_up)?;
        if !options.setup {
            windows::all(&wine, stages, done)?;
        }
        if options.app && !options.setup {
            windows::check_app(stages, done)?;
        }
    }
    if wanted(Other::Macos) {
        stages.run("macos: std", || tools::standard_library(macos::TARGET))?;
        let zig = stages.run("macos: zig", macos::Zig::set_up)?;
        if !options.setup {
            stages.run("macos: opener", || zig.build_openers())?;
            done.push("macOS (arm64): opener compiled and linked, its libraries checked.");
            done.push("macOS: nothing has run.");
        }
        if options.app && !options.setup {
            stages.run("macos: app", || zig.check_app())?;
            done.push("macOS (arm64): desktop app type-checked.");
        }
    }
    Ok(())
}

/// The folder of all that this makes; what comes from packages lies elsewhere.
fn folder() -> PathBuf {
    target().join("cross")
}

/// The opener for Windows, where one was built.
pub(crate) fn built_opener() -> Option<PathBuf> {
    Some(folder().join("windows/opener.exe")).filter(|path| path.is_file())
}
