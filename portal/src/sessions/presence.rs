//! Who holds a log socket open on this node. A guard stands for one socket and is dropped with
//! it; every change is told on the bus.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use corporate_protocol::{Presence, SessionId};

use crate::bus::{Bus, Notice};

/// The windows that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Participant {
    /// The web chat.
    Web,
    /// The desktop app.
    App,
    /// An agent who takes part.
    Agent,
}

#[derive(Default)]
struct Counts {
    web: usize,
    app: usize,
    agent: usize,
}

impl Counts {
    const fn of(&mut self, participant: Participant) -> &mut usize {
        match participant {
            Participant::Web => &mut self.web,
            Participant::App => &mut self.app,
            Participant::Agent => &mut self.agent,
        }
    }

    const fn presence(&self) -> Presence {
        Presence { web: self.web > 0, app: self.app > 0, agent: self.agent > 0 }
    }
}

/// Who is connected, for all sessions.
pub(crate) struct PresenceBook {
    bus: Arc<dyn Bus>,
    sessions: Mutex<HashMap<SessionId, Counts>>,
}

/// Counts one socket in for as long as it lives.
pub(crate) struct PresenceGuard {
    book: Arc<PresenceBook>,
    session: SessionId,
    participant: Participant,
}

impl PresenceBook {
    /// An empty book that tells its changes on this bus.
    pub(crate) fn new(bus: Arc<dyn Bus>) -> Self {
        Self { bus, sessions: Mutex::default() }
    }

    /// Who is connected to a session.
    pub(crate) fn presence(&self, session: SessionId) -> Presence {
        self.lock().get(&session).map(Counts::presence).unwrap_or_default()
    }

    /// Counts a socket in.
    pub(crate) fn enter(
        self: &Arc<Self>,
        session: SessionId,
        participant: Participant,
    ) -> PresenceGuard {
        self.change(session, |counts| *counts.of(participant) += 1);
        PresenceGuard { book: Arc::clone(self), session, participant }
    }

    fn change(&self, session: SessionId, change: impl FnOnce(&mut Counts)) {
        let mut sessions = self.lock();
        let counts = sessions.entry(session).or_default();
        let before = counts.presence();
        change(counts);
        let after = counts.presence();
        if after == Presence::default() {
            sessions.remove(&session);
        }
        drop(sessions);
        if before != after {
            self.bus.publish(session, Notice::Presence(after));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, Counts>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PresenceGuard {
    fn drop(&mut self) {
        self.book.change(self.session, |counts| {
            let count = counts.of(self.participant);
            *count = count.saturating_sub(1);
        });
    }
}
