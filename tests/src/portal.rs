//! The portal as a process: started on its sealed address, killed as a power cut would, started
//! again on the same data.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::process::{Crew, Owned};
use crate::programs::Programs;

/// The address that openers and apps of the stories are sealed to.
pub const LISTEN: &str = "127.0.0.1:18080";

/// The first line that `corporate-portal demo --json` prints.
#[derive(Clone, Debug, Deserialize)]
pub struct Addresses {
    /// The portal itself.
    pub url: String,
    /// The customer's page.
    pub chat: String,
    /// The agents' page.
    pub console: String,
    /// The management center.
    pub manage: String,
    /// The agents who can sign in.
    pub agents: Vec<SignIn>,
}

/// How an agent of the demo account signs in.
#[derive(Clone, Debug, Deserialize)]
pub struct SignIn {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// What the agent may do.
    pub roles: Vec<String>,
}

impl Addresses {
    /// The agent whose address begins so.
    ///
    /// # Errors
    /// Where the demo account has no such agent.
    pub fn agent(&self, name: &str) -> Result<&SignIn> {
        let found = self.agents.iter().find(|agent| agent.email.starts_with(name));
        found.with_context(|| format!("the demo account has an agent {name}"))
    }
}

/// A running portal with the demo account.
pub struct Portal {
    /// Where it is reached.
    pub addresses: Addresses,
    process: Owned,
    programs: Programs,
    data: PathBuf,
}

impl Portal {
    /// Starts the portal; it keeps its data in `data`.
    ///
    /// # Errors
    /// Where it does not come up within half a minute, with what it printed.
    pub async fn start(crew: &Crew, programs: &Programs, data: &Path) -> Result<Self> {
        let (process, addresses) = launch(crew, programs, data).await?;
        Ok(Self { addresses, process, programs: programs.clone(), data: data.to_owned() })
    }

    /// Changes the account as an administrator does on the command line: with these options of
    /// `corporate-portal account`, while the portal runs.
    ///
    /// # Errors
    /// Where the program refuses.
    pub fn set(&self, options: &[&str]) -> Result<()> {
        let mut command = Command::new(&self.programs.portal);
        command.arg("account").args(options).arg("--data").arg(&self.data);
        let output = command.output().context("run corporate-portal account")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "corporate-portal account {options:?}: {said}");
        Ok(())
    }

    /// Ends it without any warning.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again on the same data.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn restart(&mut self, crew: &Crew) -> Result<()> {
        self.process.kill();
        (self.process, _) = launch(crew, &self.programs, &self.data).await?;
        Ok(())
    }

    /// Starts it again on the same data, with a release in which somebody has changed one byte of
    /// the app: the size stays, the manifest and its signature stay.
    ///
    /// # Errors
    /// Where files cannot be copied, and as [`start`](Self::start).
    pub async fn restart_with_tampered_app(&mut self, crew: &Crew) -> Result<()> {
        let tampered = self.data.with_extension("tampered");
        copy_folder(&self.programs.releases, &tampered)?;
        for folder in fs::read_dir(&tampered)?.flatten().filter(|entry| entry.path().is_dir()) {
            let app = folder.path().join("corporate-customer");
            let mut file = File::options().read(true).write(true).open(app)?;
            let middle = file.metadata()?.len() / 2;
            let mut byte = [0];
            file.seek(SeekFrom::Start(middle))?;
            file.read_exact(&mut byte)?;
            file.seek(SeekFrom::Start(middle))?;
            file.write_all(&[byte[0] ^ 1])?;
        }
        self.programs.releases = tampered;
        self.restart(crew).await
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

async fn launch(crew: &Crew, programs: &Programs, data: &Path) -> Result<(Owned, Addresses)> {
    let mut command = Command::new(&programs.portal);
    command.args(["demo", "--json", "--listen", LISTEN]);
    command.arg("--data").arg(data).arg("--releases").arg(&programs.releases);
    let mut process = crew.start("portal", &mut command, true)?;
    let stdout = process.stdout().context("the portal's output is a pipe")?;
    let (send, first) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout).lines();
        let _ = send.send(lines.next().transpose());
        // Whatever follows is read, so that the portal never waits for a full pipe.
        lines.for_each(drop);
    });
    let line = tokio::time::timeout(Duration::from_secs(30), first).await;
    let line = line.context("the portal's first line")??.context("read the portal's first line")?;
    let line = line.with_context(|| {
        format!("the portal ended: {}; is {LISTEN} in use?", process.printed().trim())
    })?;
    let addresses: Addresses = serde_json::from_str(&line).context("the portal's first line")?;
    ensure!(addresses.url.contains(LISTEN), "the portal listens on {}", addresses.url);
    Ok((process, addresses))
}
