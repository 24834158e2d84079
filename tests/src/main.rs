//! Plays the main story with nobody at the machine and writes down what happened. Started by
//! `cargo xtask demo --headless`; ends with 0 only where every step happened.
#![expect(clippy::print_stdout, reason = "it tells people where the report is")]

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, ValueEnum};
use corporate_protocol::Language;
use corporate_stories::programs::Programs;
use corporate_stories::report::Report;
use corporate_stories::stage::Stage;
use corporate_stories::story;
use corporate_stories::words::Words;
use tokio::signal::unix::{SignalKind, signal};

/// Plays the main story.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The folder for pictures, transcript.txt and report.json.
    #[arg(long)]
    out: PathBuf,
    /// The folder with corporate-portal and its releases.
    #[arg(long)]
    programs: PathBuf,
    /// The language of all pages.
    #[arg(long, value_enum, default_value_t = Tongue::En)]
    lang: Tongue,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    De,
    En,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match until_told(&arguments).await {
        Ok(()) => {
            println!("every step happened: {}", arguments.out.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Leaving the story by any of these ways ends everything that it has started.
async fn until_told(arguments: &Arguments) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        told = tell(arguments) => told,
        _ = tokio::signal::ctrl_c() => bail!("stopped"),
        _ = terminate.recv() => bail!("stopped"),
    }
}

async fn tell(arguments: &Arguments) -> Result<()> {
    let words = Words::of(match arguments.lang {
        Tongue::De => Language::De,
        Tongue::En => Language::En,
    });
    let programs = Programs::in_folder(&arguments.programs)?;
    let mut report = Report::new(words.code, Some(&arguments.out))?;
    report.versions(&programs);
    let played = match Stage::set(&programs, words).await {
        Ok(stage) => {
            report.begin();
            let played = story::play(&stage, &mut report).await;
            if played.is_err() {
                stage.keep_logs(&arguments.out)?;
            }
            played
        }
        Err(error) => {
            report.no_stage(&error);
            Err(error)
        }
    };
    report.finish()?;
    played
}
