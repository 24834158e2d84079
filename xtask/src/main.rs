//! The project's own commands: `cargo xtask demo | test | cross | bench | package | generate`. Each
//! installs what it needs, says so before it does, and stops at the first thing that fails.
#![expect(clippy::print_stdout, reason = "telling people what happens is what this program is for")]

mod bench;
mod build;
mod cross;
mod demo;
mod generate;
mod install;
mod node;
mod package;
mod pages;
mod run;
mod seal;
mod stages;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::build::Purpose;
use crate::cross::CrossOptions;
use crate::package::ReleaseOptions;

/// Builds, tests and shows Corporate Customer.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing, builds, and starts the portal with a demo account
    Demo {
        /// Play the whole story with nobody at the machine, on virtual displays
        #[arg(long, requires = "out")]
        headless: bool,
        /// With --headless: the folder for pictures, transcript.txt and report.json
        #[arg(long, value_name = "DIR", requires = "headless")]
        out: Option<PathBuf>,
        /// The language of the pages; without it, that of the browser
        #[arg(long)]
        lang: Option<Tongue>,
    },
    /// Installs what is missing and runs every check and test there is
    Test,
    /// Sets up Windows (by Wine) and macOS (by its types) once; builds, tests and runs the opener
    Cross {
        #[command(flatten)]
        options: CrossOptions,
    },
    /// Measures the picture beside that of others, or with the words `chat` or `opener` those
    Bench {
        /// What is measured, `picture`, `chat` or `opener`, and its options, such as --quick
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Builds the programs as customers get them, and signs a release of them
    Package {
        /// Builds quickly instead, for this machine, signed with a development key
        #[arg(value_enum, conflicts_with_all = RELEASE_OPTIONS)]
        purpose: Option<Purpose>,
        #[command(flatten)]
        release: ReleaseOptions,
    },
    /// Writes the files that are made from others
    Generate,
    /// Opens the demo's pages as soon as its portal is ready
    #[command(hide = true)]
    OpenPages {
        /// The language of the pages
        lang: Option<Tongue>,
    },
}

/// Options that the quick builds for this machine do without.
const RELEASE_OPTIONS: [&str; 6] =
    ["portal_url", "key", "rotate", "spare", "retire", "minimum_version"];

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tongue {
    /// German
    De,
    /// English
    En,
}

impl Tongue {
    const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Demo { out: Some(out), lang, .. } => demo::play_headless(&out, lang),
        Task::Demo { lang, .. } => demo::show(lang),
        Task::Test => test::run(),
        Task::Cross { options } => cross::run(&options),
        Task::Bench { options } => bench::run_named(&options),
        Task::Package { purpose: Some(purpose), .. } => package::build_and_sign(purpose).map(drop),
        Task::Package { purpose: None, release } => package::make(&release),
        Task::Generate => generate::run(),
        Task::OpenPages { lang } => demo::open_pages(lang),
    }
}
