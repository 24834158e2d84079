//! The user's word that the hand-off may go on with the session that was shown.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Whether the user goes on; clones are about the same session. Once given it stands.
#[derive(Clone, Debug, Default)]
pub struct Confirmation(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    given: Mutex<bool>,
    changed: Condvar,
}

impl Confirmation {
    /// Gives it.
    pub fn give(&self) {
        *self.state() = true;
        self.0.changed.notify_all();
    }

    /// Whether it was given.
    pub fn is_given(&self) -> bool {
        *self.state()
    }

    /// Waits for it, no longer than this; answers whether it was given.
    pub(crate) fn wait(&self, time: Duration) -> bool {
        let waited = self.0.changed.wait_timeout_while(self.state(), time, |given| !*given);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn state(&self) -> MutexGuard<'_, bool> {
        self.0.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
