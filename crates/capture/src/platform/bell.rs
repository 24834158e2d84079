//! What a capture thread sleeps on where its system brings news on threads of its own.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::slot::Doorbell;

/// Rung by whoever has news, heard by the one thread that waits; a ring that nobody waits for is
/// heard by the next wait.
#[derive(Default)]
pub(super) struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Ends the present wait, or the next one.
    pub(super) fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }

    /// Waits for a ring, with a timeout no longer than that.
    pub(super) fn wait(&self, timeout: Option<Duration>) {
        let end = timeout.map(|timeout| Instant::now() + timeout);
        let mut rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        while !*rung {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            rung = match left {
                Some(Duration::ZERO) => return,
                Some(left) => {
                    let waited = self.heard.wait_timeout(rung, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.heard.wait(rung).unwrap_or_else(PoisonError::into_inner),
            };
        }
        *rung = false;
    }

    /// This bell as the slot knows it.
    pub(super) fn doorbell(self: &Arc<Self>) -> Doorbell {
        let bell = Arc::clone(self);
        Arc::new(move || bell.ring())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_heard_once_even_where_nobody_waited() {
        let bell = Bell::default();
        bell.ring();
        bell.wait(None);
        let start = Instant::now();
        bell.wait(Some(Duration::from_millis(20)));
        assert!(start.elapsed() >= Duration::from_millis(20));
    }

    #[test]
    fn a_ring_ends_the_wait_of_another_thread() {
        let bell = Bell::default();
        std::thread::scope(|scope| {
            scope.spawn(|| bell.ring());
            bell.wait(None);
        });
    }
}
