//! What a store keeps of agents: who they are, what they may, and their sign-ins.

use corporate_protocol::{AgentId, PersonName, QueueId, Role, SecretHash, Timestamp};

use super::Answer;

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

/// Keeps agents and their sign-ins.
pub(crate) trait AgentStore {
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
}
