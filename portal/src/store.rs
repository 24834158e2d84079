//! What the portal keeps, behind one small trait: accounts, agents, the session log and hashed
//! secrets. It decides nothing; everything it promises holds for any database with transactions
//! and unique keys. Called by the services, never by controllers.

mod sqlite;

use std::sync::Arc;

use corporate_protocol::{
    AgentId, ChatAfterUpgrade, CommandId, Event, HandoffId, Language, PersonName, QueueId,
    SecretHash, Seq, SessionId, Timestamp,
};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// What a store answers, later.
pub(crate) type Answer<'a, T, E = StoreError> = BoxFuture<'a, Result<T, E>>;

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The database's tables could not be brought up to date.
    #[error("the database could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something in the database can't be read back.
    #[error("the database holds a bad {0}")]
    Corrupt(&'static str),
    /// The folder of the data can't be used.
    #[error("the data folder can't be used")]
    Folder(#[source] std::io::Error),
    /// A kind of database that is still to come.
    #[error("{0} is not supported yet; leave it out to use the file in the data folder")]
    NotSupported(&'static str),
}

/// Why an event was not added.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum AppendError {
    /// Somebody else added an event with this number first: read, decide and try again.
    #[error("the number is taken")]
    SeqTaken,
    /// The command was carried out before, as this event.
    #[error("the command was carried out before")]
    CommandKnown(Seq),
    /// Something failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The company that runs the portal, and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    /// The name that customers see.
    pub company: String,
    /// Where customers chat once the app has joined.
    pub chat_after: ChatAfterUpgrade,
}

/// A queue in which customers wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Queue {
    /// Its short name.
    pub id: QueueId,
    /// What German customers read.
    pub name_de: String,
    /// What everybody else reads.
    pub name_en: String,
}

impl Queue {
    /// The name in a language.
    pub(crate) fn name(&self, language: Language) -> &str {
        match language {
            Language::De => &self.name_de,
            Language::En => &self.name_en,
        }
    }
}

/// What an agent is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Takes sessions.
    Agent,
    /// Reads and sets up.
    Manager,
    /// May do everything in the account.
    Administrator,
}

/// A support agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Agent {
    /// Which one.
    pub id: AgentId,
    /// For signing in; lower case.
    pub email: String,
    /// The name that customers see.
    pub name: PersonName,
    /// What the agent is there for.
    pub roles: Vec<Role>,
    /// Whether session reports may be opened.
    pub may_open_reports: bool,
}

impl Agent {
    /// Whether this one sees and takes sessions; the right to reports stands on its own.
    pub(crate) fn takes_sessions(&self) -> bool {
        self.roles.contains(&Role::Agent)
    }
}

/// What a customer's credential is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CustomerAccess {
    /// The one session.
    pub session: SessionId,
    /// The hand-off that brought the app; none for the web chat.
    pub handoff: Option<HandoffId>,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Which of a hand-off's two secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PassKind {
    /// In the opener's file name.
    Code,
    /// From opener to app.
    Ticket,
}

/// A code or ticket, without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pass {
    /// Which of the two.
    pub kind: PassKind,
    /// The session that it leads to.
    pub session: SessionId,
    /// The hand-off that it belongs to.
    pub handoff: HandoffId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Whether it was shown already.
    pub used: bool,
}

/// Everything that the portal keeps.
pub(crate) trait Store: Send + Sync {
    /// Whether the store answers.
    fn ready(&self) -> Answer<'_, ()>;
    /// Finishes what is under way and lets go of the database.
    fn close(&self) -> BoxFuture<'_, ()>;

    /// The account; a default one where none was set up.
    fn account(&self) -> Answer<'_, Account>;
    /// Sets the account up or changes it.
    fn put_account<'a>(&'a self, account: &'a Account) -> Answer<'a, ()>;
    /// All queues in their order.
    fn queues(&self) -> Answer<'_, Vec<Queue>>;
    /// Adds a queue at the end or renames it.
    fn put_queue<'a>(&'a self, queue: &'a Queue) -> Answer<'a, ()>;

    /// All agents, by e-mail address.
    fn agents(&self) -> Answer<'_, Vec<Agent>>;
    /// The agent with this (lower-case) address, and the hash of the password.
    fn agent_by_email<'a>(&'a self, email: &'a str) -> Answer<'a, Option<(Agent, String)>>;
    /// Adds an agent, or changes the one with the same address, who keeps the id and, where no
    /// hash is given, the password. A new password ends all sign-ins.
    fn put_agent<'a>(&'a self, agent: &'a Agent, password_hash: Option<&'a str>) -> Answer<'a, ()>;
    /// Removes an agent with all sign-ins; false where there is none.
    fn remove_agent<'a>(&'a self, email: &'a str) -> Answer<'a, bool>;
    /// Keeps a sign-in, and forgets those that are over at `now`.
    fn put_sign_in(
        &self,
        hash: SecretHash,
        agent: AgentId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Answer<'_, ()>;
    /// The agent who is signed in with this secret, unless that is over at `now`.
    fn signed_in(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<Agent>>;
    /// Ends a sign-in.
    fn remove_sign_in(&self, hash: SecretHash) -> Answer<'_, ()>;

    /// Opens a session with its first event and the web chat's credential, all or nothing.
    fn start_session<'a>(
        &'a self,
        first: &'a Event,
        credential: SecretHash,
        expires_at: Timestamp,
    ) -> Answer<'a, ()>;
    /// Adds one event; in the same transaction it takes the number and the command's id.
    fn append<'a>(
        &'a self,
        event: &'a Event,
        command: Option<CommandId>,
    ) -> Answer<'a, (), AppendError>;
    /// The event that a command became, if it did.
    fn command(&self, session: SessionId, command: CommandId) -> Answer<'_, Option<Seq>>;
    /// At most `most` events after a number, in order.
    fn events(&self, session: SessionId, after: Seq, most: usize) -> Answer<'_, Vec<Event>>;
    /// All sessions that go on, oldest first.
    fn open_sessions(&self) -> Answer<'_, Vec<SessionId>>;
    /// The latest sessions, newest first.
    fn latest_sessions(&self, most: usize) -> Answer<'_, Vec<SessionId>>;

    /// Keeps what a new credential is good for.
    fn put_credential(&self, hash: SecretHash, access: CustomerAccess) -> Answer<'_, ()>;
    /// What a credential is good for, unless it is too old at `now`.
    fn credential(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<CustomerAccess>>;

    /// Keeps a new code or ticket. Of those of its hand-off and kind that are neither used nor
    /// old, the `most` newest go on working; older ones expire at once.
    fn put_pass(&self, hash: SecretHash, pass: Pass, most: usize) -> Answer<'_, ()>;
    /// A code or ticket of this kind.
    fn pass(&self, hash: SecretHash, kind: PassKind) -> Answer<'_, Option<Pass>>;
    /// Marks it as used; false where somebody was faster or it is too old. Whoever gets true is
    /// the only one.
    fn use_pass(&self, hash: SecretHash, kind: PassKind, now: Timestamp) -> Answer<'_, bool>;
}

/// Opens the store that a configuration names, and brings its tables up to date.
///
/// # Errors
/// [`StoreError`] where it can't be opened, or is of a kind that is still to come.
pub(crate) async fn open(config: &Config) -> Result<Arc<dyn Store>, StoreError> {
    match config.database.as_deref() {
        None => Ok(Arc::new(sqlite::SqliteStore::open(&config.data).await?)),
        Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => {
            Err(StoreError::NotSupported("a PostgreSQL database"))
        }
        Some(_) => Err(StoreError::NotSupported("this kind of database address")),
    }
}
