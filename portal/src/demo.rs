//! The demo's account: a company, two queues, three agents. Passwords are made with the data folder
//! and kept in it, so that a demo that starts again there lets agents go on where they were. Listens
//! on loopback and nowhere else.

mod account;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;

use corporate_protocol::PortalOrigin;
use serde::Serialize;

use crate::config::Config;
use crate::setup::{AgentDetails, Setup, SetupError, new_password};

/// What the demo says of itself: the first line of `--json`.
#[derive(Serialize)]
pub struct Demo {
    /// The portal.
    pub url: String,
    /// The web chat.
    pub chat: String,
    /// The console.
    pub console: String,
    /// The management center.
    pub manage: String,
    /// Who can sign in.
    pub agents: Vec<DemoAgent>,
}

/// A sign-in of the demo.
#[derive(Clone, Serialize)]
pub struct DemoAgent {
    /// For signing in.
    pub email: &'static str,
    /// New for each data folder.
    pub password: String,
    /// What the agent is there for.
    pub roles: &'static [&'static str],
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    may_open_reports: bool,
}

/// Whether a demo may listen here.
pub const fn may_listen(address: &SocketAddr) -> bool {
    address.ip().is_loopback()
}

/// The passwords' file in the data folder.
const PASSWORDS: &str = "demo-passwords.json";

/// Sets a new account up. One that is there already stays as it was changed meanwhile; its agents
/// keep passwords and sign-ins.
///
/// # Errors
/// [`SetupError`] where the store or the file of passwords fails.
pub async fn seed(config: &Config) -> Result<Vec<DemoAgent>, SetupError> {
    let setup = Setup::open(config).await?;
    if setup.is_new().await? {
        setup.change_settings(account::set_up).await?;
        setup.set_queue("general", "General", "Allgemein").await?;
        setup.set_queue("printers", "Printers", "Drucker").await?;
    }
    let kept = kept_passwords(&config.data);
    let mut agents = agents();
    for agent in &mut agents {
        if let Some(password) = kept.get(agent.email)
            && setup.has_agent(agent.email).await?
        {
            agent.password.clone_from(password);
            continue;
        }
        let details = AgentDetails {
            email: agent.email.to_owned(),
            name: agent.name.to_owned(),
            roles: agent.roles.iter().map(|role| (*role).to_owned()).collect(),
            may_open_reports: agent.may_open_reports,
            ..AgentDetails::default()
        };
        setup.set_agent(&details, &agent.password).await?;
    }
    setup.close().await;
    keep_passwords(&config.data, &agents)?;
    Ok(agents)
}

/// The passwords of an earlier start; none where they can't be read.
fn kept_passwords(data: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(data.join(PASSWORDS)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Writes the passwords for the next start, readable by this user only.
fn keep_passwords(data: &Path, agents: &[DemoAgent]) -> io::Result<()> {
    let passwords: BTreeMap<_, _> =
        agents.iter().map(|agent| (agent.email, agent.password.as_str())).collect();
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(data.join(PASSWORDS))?;
    file.write_all(serde_json::to_string_pretty(&passwords)?.as_bytes())
}

fn agents() -> Vec<DemoAgent> {
    let agent = |email, name, roles, may_open_reports| DemoAgent {
        email,
        password: new_password(),
        roles,
        name,
        may_open_reports,
    };
    vec![
        agent("anna@demo.test", "Anna Berg", &["agent"] as &[_], false),
        agent("ben@demo.test", "Ben Kurz", &["agent"], true),
        agent("max@demo.test", "Max Adler", &["administrator"], true),
    ]
}

impl Demo {
    /// The demo at this address.
    pub fn new(origin: &PortalOrigin, agents: Vec<DemoAgent>) -> Self {
        let at = |path: &str| origin.at(path).to_string();
        Self {
            url: origin.to_string(),
            chat: at("/chat"),
            console: at("/console"),
            manage: at("/manage"),
            agents,
        }
    }

    /// The same for people.
    pub fn in_words(&self) -> String {
        let mut lines = vec![
            "The demo is ready.\n".to_owned(),
            format!("  customers   {}", self.chat),
            format!("  agents      {}", self.console),
            format!("  management  {}\n", self.manage),
        ];
        lines.extend(self.agents.iter().map(|agent| {
            let DemoAgent { email, password, name, .. } = agent;
            let reports = if agent.may_open_reports { "" } else { " (no reports)" };
            format!("  {email:<16} {password}  {name}{reports}")
        }));
        lines.push("\nCtrl-C stops it.\n".to_owned());
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(data: &Path) -> Config {
        Config::new(SocketAddr::from(([127, 0, 0, 1], 0)), data.to_owned())
    }

    fn passwords(agents: &[DemoAgent]) -> Vec<String> {
        agents.iter().map(|agent| agent.password.clone()).collect()
    }

    #[tokio::test]
    async fn a_demo_that_starts_again_keeps_its_passwords_and_another_has_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = tempfile::tempdir().expect("a folder");
        let first = passwords(&seed(&config(folder.path())).await.expect("seeded"));
        let again = passwords(&seed(&config(folder.path())).await.expect("seeded"));
        let elsewhere = passwords(&seed(&config(other.path())).await.expect("seeded"));
        assert_eq!(first, again);
        assert_ne!(first, elsewhere);
    }
}
