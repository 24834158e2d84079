//! The screen relay: passes frames from an app to the viewers of its session, acknowledgements
//! and refresh requests the other way. It knows nothing of consent: sockets ask the session's
//! state before they hand a frame in, and again before they send one out.

mod channel;
pub(crate) mod close;
mod figures;
mod pointing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use corporate_protocol::SessionId;
use tokio::sync::watch;

use crate::store::{Store, StoreError};

pub(crate) use figures::{Figures, Gathered};

pub(crate) use channel::{Channel, Picture, Place, ToApp, ViewerId};

/// The channel of one session, and the bells of its sockets: one for each direction, so that a
/// frame wakes nobody but viewers, and an acknowledgement nobody but the app.
pub(crate) struct Line {
    channel: Mutex<Channel>,
    figures: Mutex<Figures>,
    app: watch::Sender<()>,
    viewers: watch::Sender<()>,
}

impl Line {
    fn new() -> Self {
        let (app, viewers) = (watch::channel(()).0, watch::channel(()).0);
        let (channel, figures) = (Mutex::default(), Mutex::default());
        Self { channel, figures, app, viewers }
    }

    /// The channel; never held across an await.
    pub(crate) fn channel(&self) -> MutexGuard<'_, Channel> {
        self.channel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is counted of its frames; never held across an await, nor with the channel.
    pub(crate) fn figures(&self) -> MutexGuard<'_, Figures> {
        self.figures.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// Held while figures are read and written, so that none are lost between the two.
    keeping: tokio::sync::Mutex<()>,
}

impl Relay {
    /// The line of a session; made when the first socket asks, gone with the last.
    pub(crate) fn line(&self, session: SessionId) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|id, line| *id == session || Arc::strong_count(line) > 1);
        Arc::clone(lines.entry(session).or_insert_with(|| Arc::new(Line::new())))
    }

    /// Adds what a line has gathered to what the store has of its session.
    ///
    /// # Errors
    /// What the store says; what was gathered is lost then.
    pub(crate) async fn keep_figures(
        &self,
        store: &dyn Store,
        session: SessionId,
        line: &Line,
    ) -> Result<(), StoreError> {
        let _keeping = self.keeping.lock().await;
        let Some(new) = line.figures().take() else { return Ok(()) };
        let kept = store.gathered(session).await?;
        // What an older portal wrote, and this one does not understand, is begun anew.
        let kept = kept.and_then(|text| serde_json::from_str::<Gathered>(&text).ok());
        let mut all = kept.unwrap_or_default();
        all.merge(&new);
        let text = serde_json::to_string(&all).map_err(|_| StoreError::Corrupt("figures"))?;
        store.put_gathered(session, &all.figures(), &text).await
    }
}
