//! Tells the windows what has changed.

use corporate_protocol::Event;
use tauri::{AppHandle, Emitter as _, Runtime};

use super::windows;
use crate::session::Surface;
use crate::view::AppView;

/// All windows of the app, as a session sees them.
pub(super) struct Windows<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> Windows<R> {
    pub(super) const fn new(app: AppHandle<R>) -> Self {
        Self { app }
    }
}

impl<R: Runtime> Surface for Windows<R> {
    fn view(&mut self, view: &AppView) {
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
