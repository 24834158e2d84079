//! Setting an account up from the command line: its settings, queues and agents. Works on the
//! store alone; a portal that runs meanwhile sees the change with the next request.

mod words;

use std::sync::Arc;

use corporate_protocol::settings::{AGENTS, QUEUES, SettingError};
use corporate_protocol::{
    AccountSettings, AgentId, AuditAction, Bilingual, EmailAddress, PersonName, Queue, QueueId,
    limits,
};

use crate::agents::{SignInError, check_choice, hash_password, normal_email};
use crate::audit::Audit;
use crate::config::Config;
use crate::staff::agents::changed_fields;
use crate::store::{self, Agent, AgentChange, NewHash, Store, StoreError};
use crate::{document, random};

/// Why something could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password is unfit.
    #[error(transparent)]
    Password(#[from] SignInError),
    /// A setting is unfit.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// Something is not written as it must be.
    #[error("{0}")]
    Invalid(&'static str),
    /// A file beside the store could not be written.
    #[error("the data folder can't be written")]
    Folder(#[from] std::io::Error),
    /// There is no such agent.
    #[error("there is no agent {0}")]
    NoAgent(String),
    /// The account's settings are no JSON.
    #[error("the settings are no JSON")]
    Json(#[from] serde_json::Error),
}

/// Sessions at once, until somebody decides otherwise.
const DEFAULT_SESSIONS: u32 = 5;

/// What somebody on the command line wants an agent to be.
#[derive(Clone, Debug, Default)]
pub struct AgentDetails {
    /// For signing in.
    pub email: String,
    /// The name that customers see.
    pub name: String,
    /// `agent`, `manager` or `administrator`.
    pub roles: Vec<String>,
    /// Whether session reports may be opened.
    pub may_open_reports: bool,
    /// The short names of the queues that the agent serves; none for all.
    pub queues: Vec<String>,
    /// Sessions at once; as before, or five, where nobody says.
    pub most_sessions: Option<u32>,
}

/// An account's store, opened for setting up.
pub struct Setup {
    store: Arc<dyn Store>,
    audit: Audit,
}

impl Setup {
    /// Opens the store and brings its tables up to date.
    ///
    /// # Errors
    /// [`SetupError::Store`] where it can't be opened.
    pub async fn open(config: &Config) -> Result<Self, SetupError> {
        let store = store::open(config).await?;
        Ok(Self { audit: Audit::new(Arc::clone(&store), Arc::clone(&config.clock)), store })
    }

    /// Closes the store.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// The account, in words.
    ///
    /// # Errors
    /// [`SetupError::Store`] where the store fails.
    pub async fn describe(&self) -> Result<String, SetupError> {
        let settings = self.store.account().await?.settings;
        let (queues, agents) = (self.store.queues().await?, self.store.agents().await?);
        Ok(words::describe(&settings, &queues, &agents))
    }

    /// All settings, as a JSON document that [`Setup::set_settings`] takes.
    ///
    /// # Errors
    /// [`SetupError::Store`] where the store fails.
    pub async fn settings(&self) -> Result<String, SetupError> {
        let settings = self.store.account().await?.settings;
        Ok(serde_json::to_string_pretty(&settings)? + "\n")
    }

    /// Whether nobody has set anything yet.
    ///
    /// # Errors
    /// [`SetupError::Store`] where the store fails.
    pub async fn is_new(&self) -> Result<bool, SetupError> {
        Ok(self.store.account().await?.revision == 0)
    }

    /// Puts a whole JSON document in the place of all settings; what it leaves out is as in a new
    /// account.
    ///
    /// # Errors
    /// [`SetupError`] where it can't be read, names something unknown, or is unfit.
    pub async fn set_settings(&self, json: &str) -> Result<(), SetupError> {
        let json: serde_json::Value = serde_json::from_str(json)?;
        let new: AccountSettings = document::read_known(&json).map_err(SettingError)?;
        self.change_settings(|settings| settings.clone_from(&new)).await
    }

    /// Changes the company's name and where customers chat once the app has joined; what is
    /// `None` stays.
    ///
    /// # Errors
    /// [`SetupError`] where a word is unknown or the store fails.
    pub async fn set_account(
        &self,
        company: Option<&str>,
        chat_after: Option<&str>,
    ) -> Result<(), SetupError> {
        let chat_after = chat_after.map(words::read_chat_after).transpose()?;
        self.change_settings(|settings| {
            if let Some(company) = company {
                company.clone_into(&mut settings.company);
            }
            if let Some(chat_after) = chat_after {
                settings.chat_after = chat_after;
            }
        })
        .await
    }

    /// Changes settings; begins again where somebody else changes them meanwhile.
    ///
    /// # Errors
    /// [`SetupError`] where the changed settings are unfit or the store fails.
    pub async fn change_settings(
        &self,
        change: impl Fn(&mut AccountSettings),
    ) -> Result<(), SetupError> {
        loop {
            let account = self.store.account().await?;
            let mut settings = account.settings.clone();
            change(&mut settings);
            settings.check()?;
            let changed = document::differences(&account.settings, &settings);
            if changed.is_empty() {
                return Ok(());
            }
            let note = self.audit.entry(None, AuditAction::AccountChanged { settings: changed });
            if self.store.put_account(account.revision, &settings, &note).await? {
                return Ok(());
            }
        }
    }

    /// Adds or renames a queue.
    ///
    /// # Errors
    /// [`SetupError`] where a name is unfit, there are too many, or the store fails.
    pub async fn set_queue(&self, id: &str, en: &str, de: &str) -> Result<(), SetupError> {
        let id = QueueId::try_from(id.to_owned()).map_err(SetupError::Invalid)?;
        let name = Bilingual { de: de.to_owned(), en: en.to_owned() };
        let queue = Queue { id, name };
        queue.check()?;
        let queues = self.store.queues().await?;
        if queues.contains(&queue) {
            return Ok(());
        }
        if queues.len() >= QUEUES && queues.iter().all(|known| known.id != queue.id) {
            return Err(SetupError::Invalid("there are as many queues as there may be"));
        }
        let action = AuditAction::QueueChanged { queue: queue.id.clone() };
        Ok(self.store.put_queue(&queue, &self.audit.entry(None, action)).await?)
    }

    /// Whether there is an agent with this address.
    ///
    /// # Errors
    /// [`SetupError::Store`] where the store fails.
    pub async fn has_agent(&self, email: &str) -> Result<bool, SetupError> {
        Ok(self.store.agent_by_email(&normal_email(email)).await?.is_some())
    }

    /// Adds an agent or changes the one with this address, with a new password.
    ///
    /// # Errors
    /// [`SetupError`] where something is unfit or the store fails.
    pub async fn set_agent(
        &self,
        details: &AgentDetails,
        password: &str,
    ) -> Result<(), SetupError> {
        let known = self.store.agent_by_email(&normal_email(&details.email)).await?;
        let known = known.map(|(agent, _)| agent);
        let agent = self.decided(details, known.as_ref()).await?;
        self.check_password(password, &agent).await?;
        let hash = hash_password(password)?;
        let hash = NewHash { hash: &hash, must_change: false, expires_at: None };
        let email = agent.email.clone();
        let Some(old) = known else {
            if self.store.agents().await?.len() >= AGENTS {
                return Err(SetupError::Invalid("there are as many agents as there may be"));
            }
            let note = self.audit.entry(None, AuditAction::AgentAdded { email });
            return made(self.store.add_agent(&agent, hash, &note).await?, &agent.email);
        };
        let fields = changed_fields(&old, &agent);
        if !fields.is_empty() {
            let action = AuditAction::AgentChanged { email: email.clone(), fields };
            let note = self.audit.entry(None, action);
            made(self.store.change_agent(&agent, true, &note).await?, &email)?;
        }
        let note = self.audit.entry(None, AuditAction::PasswordReset { email });
        self.store.set_password(agent.id, hash, None, &note).await?;
        Ok(())
    }

    async fn decided(
        &self,
        details: &AgentDetails,
        known: Option<&Agent>,
    ) -> Result<Agent, SetupError> {
        let email = normal_email(&details.email);
        if EmailAddress::parse(&email).is_err() {
            return Err(SetupError::Invalid("an e-mail address has an @"));
        }
        let name = PersonName::parse(&details.name)
            .map_err(|_| SetupError::Invalid("a name has 1 to 80 characters"))?;
        let roles = details.roles.iter().map(|word| words::read_role(word));
        let wanted = details.most_sessions.or(known.map(|agent| agent.most_sessions));
        let most_sessions = wanted.unwrap_or(DEFAULT_SESSIONS);
        if !(1..=limits::SESSIONS_PER_AGENT).contains(&most_sessions) {
            return Err(SetupError::Invalid("an agent has 1 to 50 sessions at once"));
        }
        Ok(Agent {
            id: known.map_or_else(AgentId::random, |agent| agent.id),
            email,
            name,
            roles: roles.collect::<Result<_, _>>()?,
            may_open_reports: details.may_open_reports,
            queues: self.known_queues(&details.queues).await?,
            most_sessions,
            must_change_password: false,
            signed_in_at: known.and_then(|agent| agent.signed_in_at),
        })
    }

    async fn known_queues(&self, names: &[String]) -> Result<Vec<QueueId>, SetupError> {
        let queues = self.store.queues().await?;
        let known = |name: &String| queues.iter().any(|queue| queue.id.as_str() == name);
        if !names.iter().all(known) {
            return Err(SetupError::Invalid("there is no such queue"));
        }
        let served = queues.into_iter().map(|queue| queue.id);
        Ok(served.filter(|id| names.iter().any(|name| name == id.as_str())).collect())
    }

    async fn check_password(&self, password: &str, agent: &Agent) -> Result<(), SetupError> {
        let company = self.store.account().await?.settings.company;
        Ok(check_choice(password, &[&agent.email, agent.name.as_str(), &company])?)
    }

    /// Gives an agent a new password and ends all sign-ins.
    ///
    /// # Errors
    /// [`SetupError`] where there is no such agent or the store fails.
    pub async fn set_password(&self, email: &str, password: &str) -> Result<(), SetupError> {
        let agent = self.agent(email).await?;
        self.check_password(password, &agent).await?;
        let hash = hash_password(password)?;
        let hash = NewHash { hash: &hash, must_change: false, expires_at: None };
        let note = self.audit.entry(None, AuditAction::PasswordReset { email: agent.email });
        self.store.set_password(agent.id, hash, None, &note).await?;
        Ok(())
    }

    /// Removes an agent and ends all sign-ins.
    ///
    /// # Errors
    /// [`SetupError`] where there is no such agent, nobody who administers would be left, or the
    /// store fails.
    pub async fn remove_agent(&self, email: &str) -> Result<(), SetupError> {
        let agent = self.agent(email).await?;
        let action = AuditAction::AgentRemoved { email: agent.email.clone() };
        let note = self.audit.entry(None, action);
        made(self.store.remove_agent(agent.id, &note).await?, &agent.email)
    }

    async fn agent(&self, email: &str) -> Result<Agent, SetupError> {
        let email = normal_email(email);
        let found = self.store.agent_by_email(&email).await?;
        found.map(|(agent, _)| agent).ok_or(SetupError::NoAgent(email))
    }
}

fn made(change: AgentChange, email: &str) -> Result<(), SetupError> {
    match change {
        AgentChange::Done => Ok(()),
        AgentChange::EmailTaken => Err(SetupError::Invalid("another agent has this address")),
        AgentChange::Unknown => Err(SetupError::NoAgent(email.to_owned())),
        AgentChange::LastAdministrator => {
            Err(SetupError::Invalid("there must be an administrator"))
        }
    }
}

/// A password that nobody has thought of before.
pub fn new_password() -> String {
    random::password()
}
