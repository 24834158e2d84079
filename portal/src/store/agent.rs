//! What a store keeps of agents: who they are, what they may, and their sign-ins.

use corporate_protocol::{AgentId, PersonName, QueueId, Role, SecretHash, Timestamp};

use super::{Answer, AuditNote};

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
    /// The queues that the agent serves; none for all.
    pub queues: Vec<QueueId>,
    /// Sessions at once.
    pub most_sessions: u32,
    /// Whether the password was set by somebody else and is to be changed at the next sign-in.
    pub must_change_password: bool,
    /// When the agent signed in last.
    pub signed_in_at: Option<Timestamp>,
}

impl Agent {
    /// Whether this one sees and takes sessions; the right to reports stands on its own.
    pub(crate) fn takes_sessions(&self) -> bool {
        self.roles.contains(&Role::Agent)
    }

    /// Whether this one sets the account up.
    pub(crate) fn manages(&self) -> bool {
        self.administers() || self.roles.contains(&Role::Manager)
    }

    /// Whether this one decides about managers, administrators and the right to reports.
    pub(crate) fn administers(&self) -> bool {
        self.roles.contains(&Role::Administrator)
    }

    /// Whether sessions of this queue are this agent's business.
    pub(crate) fn serves(&self, queue: &QueueId) -> bool {
        self.queues.is_empty() || self.queues.contains(queue)
    }
}

/// What became of a change to an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgentChange {
    /// It was made.
    Done,
    /// Another agent has this address.
    EmailTaken,
    /// There is no such agent.
    Unknown,
    /// Nobody would be left who administers.
    LastAdministrator,
}

/// What opens an agent's door, as it was read.
#[derive(Clone)]
pub(crate) struct Lock {
    /// What argon2 made of the password.
    pub hash: String,
    /// From then on the password opens nothing; none for passwords that people chose.
    pub expires_at: Option<Timestamp>,
    /// Grows when all devices of the agent become unknown.
    pub generation: i64,
}

/// A password as it is kept.
#[derive(Clone, Copy)]
pub(crate) struct NewHash<'a> {
    /// What argon2 made of it.
    pub hash: &'a str,
    /// Whether it is to be changed at the next sign-in.
    pub must_change: bool,
    /// Until when it opens the door; none for a password that its owner chose.
    pub expires_at: Option<Timestamp>,
}

/// Keeps agents and their sign-ins.
pub(crate) trait AgentStore {
    /// All agents, by e-mail address.
    fn agents(&self) -> Answer<'_, Vec<Agent>>;
    /// An agent.
    fn agent(&self, id: AgentId) -> Answer<'_, Option<Agent>>;
    /// The agent with this (lower-case) address, and what opens the door.
    fn agent_by_email<'a>(&'a self, email: &'a str) -> Answer<'a, Option<(Agent, Lock)>>;
    /// Adds an agent; never [`AgentChange::Unknown`] or [`AgentChange::LastAdministrator`].
    fn add_agent<'a>(
        &'a self,
        agent: &'a Agent,
        password: NewHash<'a>,
        note: &'a AuditNote,
    ) -> Answer<'a, AgentChange>;
    /// Changes what was decided about the agent with this id; the password stays. Ends all
    /// sign-ins where `sign_out` says so.
    fn change_agent<'a>(
        &'a self,
        agent: &'a Agent,
        sign_out: bool,
        note: &'a AuditNote,
    ) -> Answer<'a, AgentChange>;
    /// Gives an agent another password and ends all sign-ins but `keep`; where it keeps none, all
    /// devices become unknown too. False where there is no such agent.
    fn set_password<'a>(
        &'a self,
        agent: AgentId,
        password: NewHash<'a>,
        keep: Option<SecretHash>,
        note: &'a AuditNote,
    ) -> Answer<'a, bool>;
    /// Removes an agent with all sign-ins.
    fn remove_agent<'a>(&'a self, agent: AgentId, note: &'a AuditNote) -> Answer<'a, AgentChange>;
    /// The agent who is signed in with this secret, unless that is over at `now`.
    fn signed_in(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<Agent>>;
    /// Ends a sign-in.
    fn remove_sign_in(&self, hash: SecretHash) -> Answer<'_, ()>;
}
