//! The portal under load: a process of its own on a fresh data folder, with as many agents as the
//! chats need, and what that process has used of the processor.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use corporate_protocol::limits::SESSIONS_PER_AGENT;
use serde_json::json;
use tempfile::TempDir;

use crate::http;

const PASSWORD: &str = "measured-by-nobody-else-7391";

/// How many of what.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    chats: usize,
    /// Agents, each with as many sessions as an agent may have.
    pub(crate) agents: usize,
}

impl Scale {
    pub(crate) const fn of(chats: usize) -> Self {
        Self { chats, agents: chats.div_ceil(SESSIONS_PER_AGENT as usize) }
    }
}

/// A running portal; ends with this value.
pub(crate) struct Portal {
    pub(crate) address: SocketAddr,
    /// The agents' cookies.
    pub(crate) agents: Vec<String>,
    process: Child,
    _data: TempDir,
}

impl Portal {
    /// Sets the account up, starts the portal and signs the agents in.
    pub(crate) async fn start(program: &Path, scale: Scale) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let settings = json!({ "company": "Bench", "most_open_chats": scale.chats + 10 });
        let file = data.path().join("settings.json");
        std::fs::write(&file, settings.to_string())?;
        let setup = |arguments: &[&str], input: &str| -> Result<()> {
            let mut child = Command::new(program)
                .args(arguments)
                .arg("--data")
                .arg(data.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .with_context(|| format!("start {}", program.display()))?;
            child.stdin.take().context("its input")?.write_all(input.as_bytes())?;
            ensure!(child.wait()?.success(), "corporate-portal {arguments:?} failed");
            Ok(())
        };
        let file = file.to_str().context("a path in UTF-8")?;
        setup(&["account", "--settings", file, "--queue", "general", "General", "Allgemein"], "")?;
        for number in 0..scale.agents {
            let email = email(number);
            let most = SESSIONS_PER_AGENT.to_string();
            let agent = ["agent", "set", "--email", &email, "--name", "Bench", "--role", "agent"];
            let rest = ["--most-sessions", &most, "--password-from-stdin"];
            setup(&[&agent[..], &rest[..]].concat(), &format!("{PASSWORD}\n"))?;
        }
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(program)
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut portal = Self { address, agents: Vec::new(), process, _data: data };
        portal.wait().await?;
        for number in 0..scale.agents {
            let body = json!({ "email": email(number), "password": PASSWORD });
            let path = "/api/v1/agents/sign-in";
            let (_, cookie) = http::post(agent_address(number), address, path, &body).await?;
            portal.agents.push(cookie);
        }
        Ok(portal)
    }

    async fn wait(&self) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(20);
        while http::connect(agent_address(0), self.address).await.is_err() {
            ensure!(Instant::now() < until, "the portal does not come up");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Seconds of processor time that the portal has used so far (`/proc/<pid>/stat`, in ticks of
    /// a hundredth of a second).
    pub(crate) fn cpu_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let (_, after) = stat.rsplit_once(')').context("a process's figures")?;
        let ticks = after.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
    }

    /// Megabytes that the portal holds in memory.
    pub(crate) fn memory_megabytes(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        Ok(kilobytes.context("its memory")?.parse::<f64>()? / 1024.0)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Nothing is to be done about a process that has ended already.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

fn email(number: usize) -> String {
    format!("agent{number}@bench.test")
}

/// The address that an agent comes from.
pub(crate) const fn agent_address(number: usize) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(127, 2, 0, 1 + (number % 200) as u8))
}

/// The address that a customer comes from; few share one.
pub(crate) const fn customer_address(number: usize) -> IpAddr {
    let (high, low) = (number / 4 / 200, number / 4 % 200);
    IpAddr::V4(Ipv4Addr::new(127, 1, high as u8, 1 + low as u8))
}
