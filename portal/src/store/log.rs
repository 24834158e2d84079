//! What a store keeps of sessions: their logs, event by event.

use corporate_protocol::{CommandId, Event, SecretHash, Seq, SessionId, Timestamp};

use super::{Answer, StoreError};

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

/// Keeps sessions and their events.
pub(crate) trait LogStore {
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
}
