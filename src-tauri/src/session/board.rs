//! What windows may look at, at any time and from any thread: the newest view and the log.

use std::sync::{Mutex, MutexGuard, PoisonError};

use corporate_capture::Monitor;
use corporate_protocol::{Event, Seq};

use crate::view::AppView;

/// Whoever is told of changes: the windows, or a test.
pub trait Surface: Send + 'static {
    /// The view has changed.
    fn view(&mut self, view: &AppView);
    /// The log has grown.
    fn log(&mut self, events: &[Event]);
}

/// The newest view, the log so far and the shared monitor.
#[derive(Debug)]
pub struct Board(Mutex<Content>);

#[derive(Debug)]
struct Content {
    view: AppView,
    events: Vec<Event>,
    monitor: Option<Monitor>,
}

impl Board {
    /// Begins with a view and no log.
    pub const fn new(view: AppView) -> Self {
        Self(Mutex::new(Content { view, events: Vec::new(), monitor: None }))
    }

    /// The newest view.
    pub fn view(&self) -> AppView {
        self.content().view.clone()
    }

    /// The events after a number.
    pub fn events(&self, after: Seq) -> Vec<Event> {
        let content = self.content();
        content.events.iter().filter(|event| event.seq > after).cloned().collect()
    }

    /// The monitor that is shared, or was last.
    pub fn monitor(&self) -> Option<Monitor> {
        self.content().monitor.clone()
    }

    /// Replaces the view; `false` where it is the same.
    pub(super) fn set_view(&self, view: AppView) -> bool {
        let mut content = self.content();
        let changed = content.view != view;
        content.view = view;
        changed
    }

    pub(super) fn add_events(&self, events: &[Event]) {
        self.content().events.extend_from_slice(events);
    }

    pub(super) fn set_monitor(&self, monitor: Monitor) {
        self.content().monitor = Some(monitor);
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        // A panic elsewhere leaves whole values here: every change is one assignment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
