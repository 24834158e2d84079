//! How parts of the portal tell each other that something happened, behind one small trait: in
//! process now, NATS between nodes to come. A notice may be lost: it says where to look, and the
//! store holds the truth.

mod in_process;

use std::sync::Arc;

use corporate_protocol::{Delivered, Presence, Seq, SessionId, Signal};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::config::Config;

/// One socket, so that it doesn't hear its own signals.
pub(crate) type ConnectionId = Uuid;

/// Something that happened in a session.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// The log has grown up to this event.
    Appended(Seq),
    /// A participant signals something.
    Signal {
        /// The socket that it came from.
        from: ConnectionId,
        /// What it is.
        signal: Signal,
    },
    /// Participants came or went.
    Presence(Presence),
    /// The log has arrived further on one of the sides.
    Delivered(Delivered),
    /// The waiting customer has another place in the queue.
    Place,
}

/// What a subscriber hears.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// A notice about this session.
    Notice(SessionId, Notice),
    /// Notices were lost: look at everything again.
    Missed,
    /// The bus is gone.
    Closed,
}

/// The receiving end. It holds a bounded number of notices; when it is full the oldest are lost
/// and [`Heard::Missed`] says so.
pub(crate) struct Subscription(broadcast::Receiver<(SessionId, Notice)>);

impl Subscription {
    /// Waits for the next notice. Safe to drop while waiting.
    pub(crate) async fn next(&mut self) -> Heard {
        match self.0.recv().await {
            Ok((session, notice)) => Heard::Notice(session, notice),
            Err(broadcast::error::RecvError::Lagged(_)) => Heard::Missed,
            Err(broadcast::error::RecvError::Closed) => Heard::Closed,
        }
    }
}

/// Carries notices to everybody who listens.
pub(crate) trait Bus: Send + Sync {
    /// Tells everybody who listens to this session, or to all. Never waits.
    fn publish(&self, session: SessionId, notice: Notice);
    /// Listens to one session.
    fn subscribe(&self, session: SessionId) -> Subscription;
    /// Listens to all sessions; hears of grown logs only.
    fn subscribe_all(&self) -> Subscription;
}

/// Why there is no bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BusError {
    /// A kind of bus that is still to come.
    #[error("a bus address is not supported yet; leave it out to run as one process")]
    NotSupported,
}

/// Opens the bus that a configuration names.
///
/// # Errors
/// [`BusError`] where it is of a kind that is still to come.
pub(crate) fn open(config: &Config) -> Result<Arc<dyn Bus>, BusError> {
    match config.bus {
        None => Ok(Arc::new(in_process::InProcessBus::default())),
        Some(_) => Err(BusError::NotSupported),
    }
}
