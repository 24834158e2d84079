//! The portal as a process: started on its sealed address, killed as a power cut would, started
//! again on the same data, with another release, or behind a relay.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::process::{Crew, Owned};
use crate::programs::Programs;
use crate::relay::Relay;
use crate::wait::until;

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
    /// Where it listens when a relay stands in front of it.
    behind: Option<SocketAddr>,
}

impl Portal {
    /// Starts the portal; it keeps its data in `data`.
    ///
    /// # Errors
    /// Where it does not come up within half a minute, with what it printed.
    pub async fn start(crew: &Crew, programs: &Programs, data: &Path) -> Result<Self> {
        let (process, addresses) = launch(crew, programs, data).await?;
        let (programs, data) = (programs.clone(), data.to_owned());
        Ok(Self { addresses, process, programs, data, behind: None })
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
        self.process = match self.behind {
            Some(listen) => launch_at(crew, &self.programs, &self.data, listen).await?,
            None => launch(crew, &self.programs, &self.data).await?.0,
        };
        Ok(())
    }

    /// Starts it again on the same data, with a relay on its address in front of it.
    ///
    /// # Errors
    /// Where the address stays in use, and as [`start`](Self::start).
    pub async fn restart_behind_relay(&mut self, crew: &Crew) -> Result<Relay> {
        self.process.kill();
        let relay = until("the portal's address", 30, async || Relay::start().await.map(Some));
        let relay = relay.await?;
        self.behind = Some(relay.portal());
        self.restart(crew).await?;
        Ok(relay)
    }

    /// Starts it again on the same data, with the release in this folder.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn restart_with(&mut self, crew: &Crew, releases: &Path) -> Result<()> {
        releases.clone_into(&mut self.programs.releases);
        self.restart(crew).await
    }

    /// Starts it again on the same data, with the release whose programs have no portal of their
    /// own.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn restart_by_policy(&mut self, crew: &Crew) -> Result<()> {
        let releases = self.programs.releases_by_policy();
        self.restart_with(crew, &releases).await
    }

    /// The folder of its release.
    pub fn releases(&self) -> &Path {
        &self.programs.releases
    }
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

/// The same portal elsewhere on this machine: it still knows itself by its sealed address.
async fn launch_at(
    crew: &Crew,
    programs: &Programs,
    data: &Path,
    listen: SocketAddr,
) -> Result<Owned> {
    let mut command = Command::new(&programs.portal);
    command.args(["serve", "--listen", &listen.to_string()]);
    command.args(["--public-url", &format!("http://{LISTEN}")]);
    command.arg("--data").arg(data).arg("--releases").arg(&programs.releases);
    let mut process = crew.start("portal", &mut command, false)?;
    until("the portal behind the relay", 30, async || {
        ensure!(process.ended()?.is_none(), "the portal ended: {}", process.printed().trim());
        Ok(TcpStream::connect_timeout(&listen, Duration::from_secs(1)).ok())
    })
    .await?;
    Ok(process)
}
