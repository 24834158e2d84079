//! Tells the windows what has changed, and other processes that the session has ended.

use corporate_protocol::Event;
use tauri::{AppHandle, Emitter as _, Runtime};

use super::windows;
use crate::claim::Claim;
use crate::session::Surface;
use crate::view::{AppView, ConnectionView};

/// All windows of the app, as a session sees them.
pub(super) struct Windows<R: Runtime> {
    app: AppHandle<R>,
    /// Keeps links away as long as the session runs.
    claim: Option<Claim>,
}

impl<R: Runtime> Windows<R> {
    pub(super) const fn new(app: AppHandle<R>, claim: Option<Claim>) -> Self {
        Self { app, claim }
    }
}

impl<R: Runtime> Surface for Windows<R> {
    fn view(&mut self, view: &AppView) {
        if view.connection == ConnectionView::Ended {
            self.claim = None;
        }
        if let Err(error) = self.app.emit("view", view) {
            tracing::error!(%error, "the windows could not be told");
        }
        windows::arrange_soon(&self.app);
    }

    fn log(&mut self, events: &[Event]) {
        if let Err(error) = self.app.emit_to(windows::CHAT, "log", events) {
            tracing::error!(%error, "the chat window could not be told");
        }
    }
}
