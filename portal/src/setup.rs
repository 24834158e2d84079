//! Setting an account up from the command line: the company, its queues, its agents. Works on the
//! store alone; a portal that runs meanwhile sees the change with the next request.

use corporate_protocol::{
    AccountSettings, AgentId, Bilingual, ChatAfterUpgrade, PersonName, Queue, QueueId, Role,
};

use crate::agents::{SignInError, hash_password, normal_email};
use crate::config::Config;
use crate::random;
use crate::store::{self, Agent, Store, StoreError};

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
    Setting(#[from] corporate_protocol::settings::SettingError),
    /// Something is not written as it must be.
    #[error("{0}")]
    Invalid(&'static str),
    /// A file beside the store could not be written.
    #[error("the data folder can't be written")]
    Folder(#[from] std::io::Error),
    /// There is no such agent.
    #[error("there is no agent {0}")]
    NoAgent(String),
}

/// Sessions at once, until somebody decides otherwise.
const DEFAULT_SESSIONS: u32 = 5;

/// What somebody on the command line wants an agent to be.
#[derive(Clone, Debug)]
pub struct AgentDetails {
    /// For signing in.
    pub email: String,
    /// The name that customers see.
    pub name: String,
    /// `agent`, `manager` or `administrator`.
    pub roles: Vec<String>,
    /// Whether session reports may be opened.
    pub may_open_reports: bool,
}

/// An account's store, opened for setting up.
pub struct Setup {
    store: std::sync::Arc<dyn Store>,
}

impl Setup {
    /// Opens the store and brings its tables up to date.
    ///
    /// # Errors
    /// [`SetupError::Store`] where it can't be opened.
    pub async fn open(config: &Config) -> Result<Self, SetupError> {
        Ok(Self { store: store::open(config).await? })
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
        let account = self.store.account().await?.settings;
        let mut lines = vec![
            format!("company     {}", account.company),
            format!("chat after  {}", chat_after_word(account.chat_after)),
        ];
        for queue in self.store.queues().await? {
            let Queue { id, name: Bilingual { de, en } } = queue;
            lines.push(format!("queue       {}  {en} / {de}", id.as_str()));
        }
        for agent in self.store.agents().await? {
            let reports = if agent.may_open_reports { ", reports" } else { "" };
            let roles: Vec<&str> = agent.roles.iter().copied().map(role_word).collect();
            let (email, name, roles) = (&agent.email, agent.name.as_str(), roles.join(", "));
            lines.push(format!("agent       {email}  {name}  {roles}{reports}"));
        }
        Ok(lines.join("\n") + "\n")
    }

    /// Changes the account; what is `None` stays.
    ///
    /// # Errors
    /// [`SetupError`] where a word is unknown or the store fails.
    pub async fn set_account(
        &self,
        company: Option<&str>,
        chat_after: Option<&str>,
    ) -> Result<(), SetupError> {
        let chat_after = match chat_after {
            None => None,
            Some("transfer") => Some(ChatAfterUpgrade::Transfer),
            Some("web_only") => Some(ChatAfterUpgrade::WebOnly),
            Some("both") => Some(ChatAfterUpgrade::Both),
            Some(_) => {
                return Err(SetupError::Invalid("chat after is transfer, web_only or both"));
            }
        };
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
            let mut settings = account.settings;
            change(&mut settings);
            settings.check()?;
            if self.store.put_account(account.revision, &settings).await? {
                return Ok(());
            }
        }
    }

    /// Adds or renames a queue.
    ///
    /// # Errors
    /// [`SetupError`] where the short name is unfit or the store fails.
    pub async fn set_queue(&self, id: &str, en: &str, de: &str) -> Result<(), SetupError> {
        let id = QueueId::try_from(id.to_owned()).map_err(SetupError::Invalid)?;
        let name = Bilingual { de: de.to_owned(), en: en.to_owned() };
        Ok(self.store.put_queue(&Queue { id, name }).await?)
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
        let email = normal_email(&details.email);
        if !email.contains('@') {
            return Err(SetupError::Invalid("an e-mail address has an @"));
        }
        let name = PersonName::parse(&details.name)
            .map_err(|_| SetupError::Invalid("a name has 1 to 80 characters"))?;
        let roles = details.roles.iter().map(|word| role(word)).collect::<Result<_, _>>()?;
        let may_open_reports = details.may_open_reports;
        let agent = Agent {
            id: AgentId::random(),
            email,
            name,
            roles,
            may_open_reports,
            queues: Vec::new(),
            most_sessions: DEFAULT_SESSIONS,
        };
        let hash = hash_password(password)?;
        Ok(self.store.put_agent(&agent, Some(&hash)).await?)
    }

    /// Gives an agent a new password and ends all sign-ins.
    ///
    /// # Errors
    /// [`SetupError`] where there is no such agent or the store fails.
    pub async fn set_password(&self, email: &str, password: &str) -> Result<(), SetupError> {
        let email = normal_email(email);
        let found = self.store.agent_by_email(&email).await?;
        let (agent, _) = found.ok_or(SetupError::NoAgent(email))?;
        let hash = hash_password(password)?;
        Ok(self.store.put_agent(&agent, Some(&hash)).await?)
    }

    /// Removes an agent and ends all sign-ins.
    ///
    /// # Errors
    /// [`SetupError`] where there is no such agent or the store fails.
    pub async fn remove_agent(&self, email: &str) -> Result<(), SetupError> {
        let email = normal_email(email);
        if self.store.remove_agent(&email).await? {
            Ok(())
        } else {
            Err(SetupError::NoAgent(email))
        }
    }
}

/// A password that nobody has thought of before.
pub fn new_password() -> String {
    random::password()
}

fn role(word: &str) -> Result<Role, SetupError> {
    match word {
        "agent" => Ok(Role::Agent),
        "manager" => Ok(Role::Manager),
        "administrator" => Ok(Role::Administrator),
        _ => Err(SetupError::Invalid("a role is agent, manager or administrator")),
    }
}

const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Manager => "manager",
        Role::Administrator => "administrator",
    }
}

const fn chat_after_word(setting: ChatAfterUpgrade) -> &'static str {
    match setting {
        ChatAfterUpgrade::Transfer => "transfer",
        ChatAfterUpgrade::WebOnly => "web_only",
        ChatAfterUpgrade::Both => "both",
    }
}
