//! What travels on the session log socket and on the console's list socket, as JSON text. The
//! version is agreed on as the WebSocket sub-protocol.

use serde::{Deserialize, Serialize};

use crate::{
    Command, CommandId, ErrorCode, Event, Language, MessageText, PersonName, QueueId, Seq,
    SessionId, SessionState, Timestamp,
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
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Asks for something; answered by `confirmed` or `refused` with the same id.
    Command(Command),
    /// Something worth knowing now and not worth keeping.
    Signal {
        /// What it is.
        signal: Signal,
    },
}

/// From the portal on the session log socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
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
    /// The portal closes the socket, and why; coming back makes sense only for `unavailable`.
    Closing {
        /// Why.
        code: ErrorCode,
    },
}

/// Something worth knowing now and not worth keeping: may be lost, is never logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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

/// Which participants hold a log socket open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
#[serde(tag = "type", rename_all = "snake_case")]
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
}

/// One row of the list view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SessionSummary {
    /// The session.
    pub id: SessionId,
    /// The customer's name.
    pub customer: PersonName,
    /// The question.
    pub question: MessageText,
    /// The queue that it came in by.
    pub queue: QueueId,
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
