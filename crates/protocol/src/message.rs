//! What travels on the session log socket and on the console's list socket, as JSON text. The
//! version is agreed on as the WebSocket sub-protocol.

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, Command, CommandId, CustomerFacts, EmailAddress, ErrorCode, Event, Language,
    MessageText, Mode, PersonName, QueueId, Seq, SessionId, SessionState, Timestamp,
};

/// Sub-protocol of `/api/v1/sessions/{id}/log?after=N`.
pub const LOG_PROTOCOL: &str = "corporate.log.v1";
/// Sub-protocol of `/api/v1/console/sessions`.
pub const LIST_PROTOCOL: &str = "corporate.list.v1";
/// Sub-protocol of `/api/v1/sessions/{id}/screen` and `/api/v1/sessions/{id}/view`.
pub const SCREEN_PROTOCOL: &str = "corporate.screen.v1";

/// From a client on the session log socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Asks for something; answered by `confirmed` or `refused` with the same id.
    Command(Command),
    /// Something worth knowing now and not worth keeping.
    Signal {
        /// What it is.
        signal: Signal,
    },
    /// Everything up to this number has arrived; sent after each message with events.
    Received {
        /// The last event that arrived.
        seq: Seq,
    },
}

/// From the portal on the session log socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "made, written and dropped one at a time")]
pub enum ServerMessage {
    /// The next events, in order, and the state after the last of them. The first message after
    /// opening is always one of these, empty where nothing is new.
    Events {
        /// What happened after the last number seen.
        events: Vec<Event>,
        /// The state after them; where a long log comes in several messages, the state after
        /// the whole log.
        state: SessionState,
    },
    /// A command was carried out, now or at an earlier attempt.
    Confirmed {
        /// The command's id.
        command: CommandId,
        /// The event that it became.
        seq: Seq,
    },
    /// A command was not carried out and never will be.
    Refused {
        /// The command's id.
        command: CommandId,
        /// Why.
        code: ErrorCode,
    },
    /// What another participant signalled.
    Signal {
        /// What it is.
        signal: Signal,
    },
    /// Who is connected; sent after opening and on every change.
    Presence(Presence),
    /// How far the log has arrived on each side; sent after opening and on every change.
    Delivered(Delivered),
    /// To a waiting customer: sent after opening and on every change.
    Place(Place),
    /// The portal closes the socket, and why; coming back makes sense only for `unavailable`.
    Closing {
        /// Why.
        code: ErrorCode,
    },
}

/// Something worth knowing now and not worth keeping: may be lost, is never logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Signal {
    /// The customer types, or has stopped.
    CustomerTyping {
        /// Which of the two.
        active: bool,
    },
    /// An agent types, or has stopped.
    AgentTyping {
        /// Which of the two.
        active: bool,
    },
}

/// How far a session's log has arrived on each side. Kept in memory: after a restart of the portal
/// it is known again as soon as clients have come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivered {
    /// The last event that arrived at the customer, in any window.
    pub customer: Seq,
    /// The last event that arrived at an agent who takes part.
    pub agent: Seq,
}

/// Where a customer stands in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// 1 for the next one.
    pub place: u32,
    /// Whether an agent who may take the session is there.
    pub staffed: bool,
}

/// Whether an agent can be given sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Takes the next session.
    #[default]
    Available,
    /// Is there, and wants no new session.
    Busy,
    /// Is not at the desk.
    Away,
    /// Has no console open; told by the portal, never chosen.
    Offline,
}

/// An agent as other agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleague {
    /// Which one.
    pub id: AgentId,
    /// The name that customers see.
    pub name: PersonName,
    /// Whether sessions can be handed over now.
    pub availability: Availability,
    /// Sessions that the agent has now.
    pub sessions: u32,
    /// Sessions that the agent has at most.
    pub most_sessions: u32,
    /// The queues that the agent serves; none for all.
    pub queues: Vec<QueueId>,
}

/// Which participants hold a log socket open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    /// The web chat.
    pub web: bool,
    /// The desktop app.
    pub app: bool,
    /// At least one agent.
    pub agent: bool,
}

/// From the portal on the console's list socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "made, written and dropped one at a time")]
pub enum ListMessage {
    /// All open sessions; the first message after opening.
    Sessions {
        /// Oldest first.
        sessions: Vec<SessionSummary>,
    },
    /// One session is new or has changed; an ended one leaves the list.
    Changed {
        /// Its row.
        session: SessionSummary,
    },
    /// A session that this agent does not see any more, such as one of another queue.
    Gone {
        /// Which one.
        session: SessionId,
    },
    /// All agents who take sessions; sent after opening and on every change.
    Colleagues {
        /// By name; the agent of the socket is among them.
        colleagues: Vec<Colleague>,
    },
}

/// One row of the list view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionSummary {
    /// The session.
    pub id: SessionId,
    /// The customer's name.
    pub customer: PersonName,
    /// The question; a session by phone code has none.
    pub question: Option<MessageText>,
    /// The queue that it is in now.
    pub queue: QueueId,
    /// How the customer came.
    pub mode: Mode,
    /// Where an answer goes, where the customer left an address.
    pub email: Option<EmailAddress>,
    /// What the customer's browser says of itself.
    pub facts: CustomerFacts,
    /// The customer's language.
    pub language: Language,
    /// When it was started.
    pub started_at: Timestamp,
    /// When the last event came in.
    pub changed_at: Timestamp,
    /// The number of the last message by the customer, for the unread mark.
    pub last_customer_seq: Seq,
    /// Where it stands.
    pub state: SessionState,
}
