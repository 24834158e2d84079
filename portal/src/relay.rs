//! The screen relay: passes frames from an app to the viewers of its session, acknowledgements
//! and refresh requests the other way. It knows nothing of consent: sockets ask the session's
//! state before they hand a frame in, and again before they send one out.

mod channel;
pub(crate) mod close;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use corporate_protocol::SessionId;
use tokio::sync::watch;

pub(crate) use channel::{Channel, Picture, ToApp, ViewerId};

/// The channel of one session, and the bell of its sockets.
pub(crate) struct Line {
    channel: Mutex<Channel>,
    bell: watch::Sender<()>,
}

impl Line {
    fn new() -> Self {
        Self { channel: Mutex::new(Channel::default()), bell: watch::channel(()).0 }
    }

    /// The channel; never held across an await.
    pub(crate) fn channel(&self) -> MutexGuard<'_, Channel> {
        self.channel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the line's sockets up: one of them may have something to send now.
    pub(crate) fn ring(&self) {
        self.bell.send_replace(());
    }

    /// Hears every ring from now on; several may be heard as one.
    pub(crate) fn bell(&self) -> watch::Receiver<()> {
        self.bell.subscribe()
    }
}

/// All sessions with a screen or view socket.
#[derive(Default)]
pub(crate) struct Relay {
    lines: Mutex<HashMap<SessionId, Arc<Line>>>,
}

impl Relay {
    /// The line of a session; made when the first socket asks, gone with the last.
    pub(crate) fn line(&self, session: SessionId) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|id, line| *id == session || Arc::strong_count(line) > 1);
        Arc::clone(lines.entry(session).or_insert_with(|| Arc::new(Line::new())))
    }
}
