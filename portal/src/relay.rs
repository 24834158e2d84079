//! The screen relay: passes frames from an app to the viewers of its session, acknowledgements
//! and refresh requests the other way. It knows nothing of consent: sockets ask the session's
//! state before they hand a frame in, and again before they send one out.

mod channel;
pub(crate) mod close;
mod pointing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use corporate_protocol::SessionId;
use tokio::sync::watch;

pub(crate) use channel::{Channel, Picture, Place, ToApp, ViewerId};

/// The channel of one session, and the bells of its sockets: one for each direction, so that a
/// frame wakes nobody but viewers, and an acknowledgement nobody but the app.
pub(crate) struct Line {
    channel: Mutex<Channel>,
    app: watch::Sender<()>,
    viewers: watch::Sender<()>,
}

impl Line {
    fn new() -> Self {
        let (app, viewers) = (watch::channel(()).0, watch::channel(()).0);
        Self { channel: Mutex::new(Channel::default()), app, viewers }
    }

    /// The channel; never held across an await.
    pub(crate) fn channel(&self) -> MutexGuard<'_, Channel> {
        self.channel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the app's socket up: it may have something to send now.
    pub(crate) fn ring_app(&self) {
        self.app.send_replace(());
    }

    /// Wakes the viewers' sockets up.
    pub(crate) fn ring_viewers(&self) {
        self.viewers.send_replace(());
    }

    /// Hears every [`Line::ring_app`] from now on; several may be heard as one.
    pub(crate) fn app_bell(&self) -> watch::Receiver<()> {
        self.app.subscribe()
    }

    /// Hears every [`Line::ring_viewers`] from now on; several may be heard as one.
    pub(crate) fn viewers_bell(&self) -> watch::Receiver<()> {
        self.viewers.subscribe()
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
