//! What is told about a played story: steps with their times, numbered pictures of both displays,
//! the versions of all programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::programs::Programs;
use crate::stage::Stage;

/// One step of a story.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its number, as in the names of its pictures.
    pub number: usize,
    /// What it is.
    pub name: String,
    /// Whether it happened.
    pub ok: bool,
    /// When it began, in milliseconds after the stage was set.
    pub started_ms: u64,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// Why it did not happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// How long a part of the story took: the steps in it, without the pictures between them.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// From what to what.
    pub name: String,
    /// In milliseconds.
    pub duration_ms: u64,
}

/// A program and its version.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// The program.
    pub program: String,
    /// What it says about itself.
    pub version: String,
}

/// The report of one story.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Whether every step happened.
    pub ok: bool,
    /// The language of the pages.
    pub language: &'static str,
    /// When the story began.
    pub began_at: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// How long parts of the story took.
    pub figures: Vec<Figure>,
    /// The programs that took part.
    pub versions: Vec<Version>,
    #[serde(skip)]
    out: Option<PathBuf>,
    #[serde(skip)]
    begun: Instant,
}

impl Report {
    /// A report that is to be written into the folder `out`, or nowhere.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn new(language: &'static str, out: Option<&Path>) -> Result<Self> {
        if let Some(out) = out {
            fs::create_dir_all(out).with_context(|| format!("make {}", out.display()))?;
        }
        Ok(Self {
            ok: true,
            language,
            began_at: jiff::Timestamp::now().to_string(),
            steps: Vec::new(),
            figures: Vec::new(),
            versions: Vec::new(),
            out: out.map(Path::to_owned),
            begun: Instant::now(),
        })
    }

    /// Says that the stage is set: times count from here.
    pub fn begin(&mut self) {
        self.begun = Instant::now();
    }

    /// Notes that there was no stage to play on.
    pub fn no_stage(&mut self, error: &anyhow::Error) {
        self.ok = false;
        self.steps.push(Step {
            number: 0,
            name: "the stage is set".to_owned(),
            ok: false,
            started_ms: 0,
            duration_ms: self.begun.elapsed().as_millis() as u64,
            error: Some(format!("{error:#}")),
        });
    }

    /// Does one step, takes its time and pictures of both displays after it.
    ///
    /// # Errors
    /// That of the step, with its name.
    pub async fn step<T>(
        &mut self,
        stage: &Stage,
        name: &str,
        doing: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let started = Instant::now();
        let started_ms = started.duration_since(self.begun).as_millis() as u64;
        let done = doing.await;
        let duration_ms = started.elapsed().as_millis() as u64;
        let number = self.steps.len() + 1;
        let error = done.as_ref().err().map(|error| format!("{error:#}"));
        let ok = done.is_ok();
        self.ok &= ok;
        let name = name.to_owned();
        eprintln!("{number:>3}  {}  {duration_ms:>6} ms  {name}", if ok { "ok  " } else { "FAIL" });
        self.steps.push(Step { number, name: name.clone(), ok, started_ms, duration_ms, error });
        self.pictures(stage, number, &name)?;
        done.with_context(|| format!("step {number}, {name}"))
    }

    /// Notes and tells how long the steps from `first` to `last` took, both included.
    ///
    /// # Errors
    /// Where the story has no such steps, in this order.
    pub fn figure(&mut self, name: &str, first: &str, last: &str) -> Result<()> {
        let place = |name: &str| self.steps.iter().position(|step| step.name == name);
        let (first, last) = place(first).zip(place(last)).context("the steps of a figure")?;
        let steps = self.steps.get(first..=last).context("a figure's steps in their order")?;
        let duration_ms = steps.iter().map(|step| step.duration_ms).sum();
        eprintln!("     figure  {duration_ms:>6} ms  {name}");
        self.figures.push(Figure { name: name.to_owned(), duration_ms });
        Ok(())
    }

    /// Notes a program's version.
    pub fn version(&mut self, program: &str, version: String) {
        self.versions.push(Version { program: program.to_owned(), version });
    }

    /// Notes the versions of the programs that the story has started by name.
    pub fn versions(&mut self, programs: &Programs) {
        self.version("corporate-portal", ask(&programs.portal, "--version"));
        for name in ["corporate-opener", "corporate-customer"] {
            self.version(name, ask(&programs.released(name), "--version"));
        }
        for (name, argument) in [
            ("chromium", "--version"),
            ("chromedriver", "--version"),
            ("openbox", "--version"),
            ("xterm", "-version"),
            ("mousepad", "--version"),
            ("dbus-daemon", "--version"),
        ] {
            self.version(name, ask(Path::new(name), argument));
        }
    }

    /// The folder that the report is written into.
    ///
    /// # Errors
    /// Where it is written nowhere.
    pub fn folder(&self) -> Result<PathBuf> {
        self.out.clone().context("a folder for the report")
    }

    /// Writes a text beside the pictures.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        let Some(out) = &self.out else { return Ok(()) };
        let path = out.join(name);
        fs::write(&path, text).with_context(|| format!("write {}", path.display()))
    }

    /// Writes the report itself.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(&self) -> Result<()> {
        self.write("report.json", &format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    fn pictures(&self, stage: &Stage, number: usize, name: &str) -> Result<()> {
        let Some(out) = &self.out else { return Ok(()) };
        let short: String = name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .collect();
        for (who, display) in
            [("customer", &stage.customer_display), ("agent", &stage.agent_display)]
        {
            display.picture()?.write(&out.join(format!("{number:02}-{short}-{who}.png")))?;
        }
        Ok(())
    }
}

/// The first line that a program prints about its version.
fn ask(program: &Path, argument: &str) -> String {
    let Ok(output) = Command::new(program).arg(argument).output() else {
        return "not found".to_owned();
    };
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().next().unwrap_or_default().trim().to_owned()
}
