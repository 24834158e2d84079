//! Stops a hand-off at any step: waits end at once, requests under way are cut.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ureq::Agent;

use crate::OpenerError;

/// A handle that stops a hand-off; clones stop the same one.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    agent: Option<Agent>,
}

impl Cancel {
    /// A handle that has stopped nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the hand-off. Requests under way fail at once; only a connection that is just being
    /// made may take until its own time is up.
    pub fn cancel(&self) {
        let agent = {
            let mut state = self.state();
            state.cancelled = true;
            state.agent.take()
        };
        self.0.changed.notify_all();
        if let Some(agent) = agent {
            agent.shutdown();
        }
    }

    /// Whether it was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    /// Cuts this agent's requests when it is stopped, at once where it was stopped already.
    pub(crate) fn interrupts(&self, agent: Agent) {
        let mut state = self.state();
        if state.cancelled {
            drop(state);
            agent.shutdown();
        } else {
            state.agent = Some(agent);
        }
    }

    /// An error where it was stopped.
    pub(crate) fn check(&self) -> Result<(), OpenerError> {
        if self.is_cancelled() { Err(OpenerError::Cancelled) } else { Ok(()) }
    }

    /// Waits, unless it is stopped before the time is up.
    pub(crate) fn wait(&self, time: Duration) -> Result<(), OpenerError> {
        let waited =
            self.0.changed.wait_timeout_while(self.state(), time, |state| !state.cancelled);
        let cancelled = waited.unwrap_or_else(PoisonError::into_inner).0.cancelled;
        if cancelled { Err(OpenerError::Cancelled) } else { Ok(()) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_wait_ends_when_it_is_stopped() {
        let cancel = Cancel::new();
        cancel.wait(Duration::from_millis(1)).expect("not stopped");
        let waiting = std::thread::spawn({
            let cancel = cancel.clone();
            move || {
                let start = Instant::now();
                (cancel.wait(Duration::from_mins(1)).is_err(), start.elapsed())
            }
        });
        cancel.cancel();
        let (stopped, after) = waiting.join().expect("no panic");
        assert!(stopped && after < Duration::from_secs(30));
        assert!(cancel.check().is_err());
    }
}
