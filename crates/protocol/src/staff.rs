//! Queues, agents and their rights, as the management center edits them, and the audit list that
//! says who changed what.

use serde::{Deserialize, Serialize};

use crate::settings::SettingError;
use crate::{AgentId, Bilingual, PersonName, QueueId, SessionId, Timestamp};

/// What an agent is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes sessions.
    Agent,
    /// Sets up the account, its queues and its agents.
    Manager,
    /// The same, and decides who is manager or administrator and who may open reports.
    Administrator,
}

/// A queue in which customers wait. `PUT /api/v1/queues/{id}` adds or renames one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Queue {
    /// Its short name, for good.
    pub id: QueueId,
    /// What customers read.
    pub name: Bilingual,
}

impl Queue {
    /// Checks the name; the portal keeps only queues that pass.
    ///
    /// # Errors
    /// [`SettingError`] with the path of what does not fit.
    pub fn check(&self) -> Result<(), SettingError> {
        self.name.check_name("name")
    }
}

/// What an administrator or manager decides about an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentDetails {
    /// For signing in.
    pub email: String,
    /// The name that customers see.
    pub name: PersonName,
    /// What the agent is there for; empty for one who may not sign in.
    pub roles: Vec<Role>,
    /// Whether session reports may be opened; a right of its own.
    pub may_open_reports: bool,
    /// The queues that the agent serves; none for all.
    pub queues: Vec<QueueId>,
    /// Sessions at once.
    pub most_sessions: u32,
}

/// An agent as the management center sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ManagedAgent {
    /// Which one.
    pub id: AgentId,
    /// What was decided.
    pub details: AgentDetails,
    /// Whether a second factor is asked for at sign-in.
    pub second_factor: bool,
    /// When the agent signed in last.
    pub signed_in_at: Option<Timestamp>,
}

/// Answer to `POST /api/v1/agents` and `POST /api/v1/agents/{id}/password`: the only time that a
/// password is shown. The agent is asked for another one at the first sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewPassword {
    /// The agent.
    pub agent: AgentId,
    /// To be handed to the agent.
    pub password: String,
}

/// Shows nothing of the password.
impl std::fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "NewPassword({})", self.agent)
    }
}

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AuditAction {
    /// Settings of the account.
    AccountChanged {
        /// The paths of what has another value now, such as `files.most_bytes` or
        /// `texts.welcome.de`; a list such as `replies` counts as one value.
        settings: Vec<String>,
    },
    /// A queue was added or renamed.
    QueueChanged {
        /// Which one.
        queue: QueueId,
    },
    /// A queue was removed.
    QueueRemoved {
        /// Which one.
        queue: QueueId,
    },
    /// The queues were put in another order.
    QueuesOrdered,
    /// An agent was added.
    AgentAdded {
        /// Who.
        email: String,
    },
    /// An agent's details were changed.
    AgentChanged {
        /// Who.
        email: String,
        /// What: `name`, `roles`, `may_open_reports`, `queues`, `most_sessions`, `email`.
        fields: Vec<String>,
    },
    /// An agent was removed.
    AgentRemoved {
        /// Who.
        email: String,
    },
    /// An agent got a new password from somebody else.
    PasswordReset {
        /// Who.
        email: String,
    },
    /// An agent's second factor was taken away by somebody else.
    SecondFactorReset {
        /// Who.
        email: String,
    },
    /// Somebody who knows an agent's password sent wrong second factors in a row.
    SecondFactorGuessed {
        /// Whose.
        email: String,
    },
    /// An agent set up or took away the own second factor.
    SecondFactorChanged {
        /// Whether there is one now.
        on: bool,
    },
    /// An agent chose a new password.
    PasswordChanged,
    /// An agent signed out on all devices.
    SignedOutEverywhere,
    /// Reports were saved as a file.
    ReportsExported {
        /// How many sessions.
        sessions: u32,
    },
    /// A session was read by somebody whom only the right to reports lets in.
    SessionRead {
        /// Which one; the entry outlasts it.
        session: SessionId,
    },
    /// Sessions were deleted because the account keeps them no longer.
    SessionsDeleted {
        /// How many.
        sessions: u32,
        /// Those that had ended before this moment.
        before: Timestamp,
    },
}

/// One entry of the audit list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Its number, growing.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// The e-mail address of who did it; none for the portal itself or its command line.
    pub by: Option<String>,
    /// What.
    #[serde(flatten)]
    pub action: AuditAction,
}

/// How a session came out, in the agent's judgement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody has said.
    #[default]
    Unknown,
    /// The customer was helped.
    Resolved,
    /// The customer was not helped.
    Unresolved,
}

/// Body of `GET` and `PUT /api/v1/sessions/{id}/assessment`: what agents note on a session and
/// customers never see. Not part of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// How it came out.
    pub outcome: Outcome,
    /// At most [`crate::limits::NOTE_CHARS`] characters.
    pub note: String,
}
