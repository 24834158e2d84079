//! The bus of a portal that is one process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use corporate_protocol::SessionId;
use tokio::sync::broadcast;

use super::{Bus, Notice, Subscription};

/// Notices that one listener of a session may lie behind.
const SESSION_NOTICES: usize = 64;
/// Notices that one listener of all sessions may lie behind.
const ALL_NOTICES: usize = 1024;

type Sender = broadcast::Sender<(SessionId, Notice)>;

/// Broadcast channels, one for each session that somebody listens to.
pub(super) struct InProcessBus {
    sessions: Mutex<HashMap<SessionId, Sender>>,
    all: Sender,
}

impl Default for InProcessBus {
    fn default() -> Self {
        Self { sessions: Mutex::default(), all: broadcast::channel(ALL_NOTICES).0 }
    }
}

impl Bus for InProcessBus {
    fn publish(&self, session: SessionId, notice: Notice) {
        if matches!(notice, Notice::Appended(_)) {
            // Nobody listening is no failure.
            self.all.send((session, notice.clone())).ok();
        }
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sessions.get(&session)
            && sender.send((session, notice)).is_err()
        {
            sessions.remove(&session);
        }
    }

    fn subscribe(&self, session: SessionId) -> Subscription {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, sender| sender.receiver_count() > 0);
        let sender =
            sessions.entry(session).or_insert_with(|| broadcast::channel(SESSION_NOTICES).0);
        Subscription(sender.subscribe())
    }

    fn subscribe_all(&self) -> Subscription {
        Subscription(self.all.subscribe())
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{Presence, Seq};

    use super::*;
    use crate::bus::Heard;

    #[tokio::test]
    async fn a_listener_hears_its_session_only_and_learns_what_it_missed() {
        let bus = InProcessBus::default();
        let (ours, other) = (SessionId::random(), SessionId::random());
        let mut subscription = bus.subscribe(ours);
        bus.publish(other, Notice::Appended(Seq(1)));
        bus.publish(ours, Notice::Presence(Presence::default()));
        let heard = subscription.next().await;
        assert!(matches!(heard, Heard::Notice(id, Notice::Presence(_)) if id == ours));
        for _ in 0..=SESSION_NOTICES {
            bus.publish(ours, Notice::Appended(Seq(1)));
        }
        assert!(matches!(subscription.next().await, Heard::Missed));
        assert!(matches!(subscription.next().await, Heard::Notice(_, Notice::Appended(_))));
    }
}
