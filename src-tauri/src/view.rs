//! What the windows show: one value, sent to all of them whenever it changes.

use corporate_protocol::{CommandId, Language, SessionState};
use serde::Serialize;

/// Everything that the windows show, apart from the log itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppView {
    /// The customer's language; the system's where there is no session.
    pub language: Language,
    /// The company, as the portal's account names it; empty where there is no session.
    pub company: String,
    /// State of the line to the portal.
    pub connection: ConnectionView,
    /// The session's state; none before it is known, and where there is no session.
    pub state: Option<SessionState>,
    /// Messages that the portal has not confirmed, oldest first.
    pub unsent: Vec<Unsent>,
    /// The code of what went wrong last.
    pub problem: Option<String>,
    /// Seconds left to answer the question for consent.
    pub consent_seconds_left: Option<u64>,
    /// What the customer calls the shared monitor, with its size.
    pub monitor: Option<String>,
    /// Seconds left to answer the question for another monitor, which is in the state.
    pub monitor_seconds_left: Option<u64>,
}

/// State of the line to the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionView {
    /// Not yet there.
    Connecting,
    /// There.
    Online,
    /// Cut; being tried again.
    Offline,
    /// The session is over, or there is none.
    Ended,
}

/// A message that the portal has not confirmed.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Unsent {
    /// The command that carries it.
    pub id: CommandId,
    /// What was written.
    pub text: String,
}

/// Without the text: what people write has no place in a log.
impl std::fmt::Debug for Unsent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Unsent({}, {} bytes)", self.id, self.text.len())
    }
}

impl AppView {
    /// Whether the customer is asked something.
    pub const fn has_question(&self) -> bool {
        self.consent_seconds_left.is_some() || self.monitor_seconds_left.is_some()
    }

    /// What is shown where there is no session.
    pub const fn without_session(language: Language, problem: Option<String>) -> Self {
        Self {
            language,
            company: String::new(),
            connection: ConnectionView::Ended,
            state: None,
            unsent: Vec::new(),
            problem,
            consent_seconds_left: None,
            monitor: None,
            monitor_seconds_left: None,
        }
    }
}
