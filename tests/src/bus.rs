//! A session bus of the customer's own, as a desktop has one: the app registers on it that it
//! runs, and must not meet the app of another story there. Screen readers find windows by it.

use std::io::{BufRead, BufReader};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::process::{Crew, Owned};

/// A running session bus.
#[derive(Debug)]
pub struct Bus {
    address: String,
    _process: Owned,
}

impl Bus {
    /// Starts a bus and gives its address to every process that is started from now on.
    ///
    /// # Errors
    /// Where D-Bus is not installed or does not come up.
    pub async fn start(crew: &mut Crew) -> Result<Self> {
        let bus = Self::of(crew, "dbus", Command::new("dbus-daemon")).await?;
        crew.set("DBUS_SESSION_BUS_ADDRESS", &bus.address);
        Ok(bus)
    }

    /// Starts a bus by this command, for whoever is given its address.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn of(crew: &Crew, label: &str, mut command: Command) -> Result<Self> {
        command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        let mut process = crew.start(label, &mut command, true)?;
        let stdout = process.stdout().context("the bus's output is a pipe")?;
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(Duration::from_secs(20), line).await;
        let line = line.context("the bus's address")???;
        let address = line.trim().to_owned();
        ensure!(!address.is_empty(), "the bus did not come up: {}", process.printed());
        Ok(Self { address, _process: process })
    }

    /// Its address.
    pub fn address(&self) -> &str {
        &self.address
    }
}
