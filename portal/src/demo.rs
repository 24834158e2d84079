//! The demo's account: a company, two queues, three agents. Passwords are new at each start and
//! shown once; the store has their hashes only. Listens on loopback and nowhere else.

use std::net::SocketAddr;

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
    /// New at each start.
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

/// Sets the account up, or again; gives every agent a new password.
///
/// # Errors
/// [`SetupError`] where the store fails.
pub async fn seed(config: &Config) -> Result<Vec<DemoAgent>, SetupError> {
    let setup = Setup::open(config).await?;
    setup.set_account(Some("Muster Support"), Some("both")).await?;
    setup.set_queue("general", "General", "Allgemein").await?;
    setup.set_queue("printers", "Printers", "Drucker").await?;
    let agents = agents();
    for agent in &agents {
        let details = AgentDetails {
            email: agent.email.to_owned(),
            name: agent.name.to_owned(),
            roles: agent.roles.iter().map(|role| (*role).to_owned()).collect(),
            may_open_reports: agent.may_open_reports,
        };
        setup.set_agent(&details, &agent.password).await?;
    }
    setup.close().await;
    Ok(agents)
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
