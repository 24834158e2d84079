//! The portal's one look at everybody at once: who waits at which place, which agents are there,
//! and what lists must hear of. One task, the host, reads each changed session once and tells the
//! others, so that many sockets don't each go through many sessions. What it knows is of this
//! process and is found again from store and sockets after a start.

mod board;
mod host;
mod staff;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use corporate_protocol::{AgentId, Availability, Colleague, Place, QueueId, SessionId, Timestamp};
use tokio::sync::{Notify, broadcast, watch};

use crate::clock::Clock;
use crate::config::Timings;
use crate::store::Agent;
use board::Board;
use staff::Staff;

/// Batches of changes that one list may lie behind; one that does reads everything again.
const BATCHES: usize = 64;

pub(crate) use host::start;

/// Waiting customers and the agents for them.
pub(crate) struct Lobby {
    board: Mutex<Board>,
    staff: Mutex<Staff>,
    clock: Arc<dyn Clock>,
    colleagues: watch::Sender<Arc<Vec<Colleague>>>,
    changes: broadcast::Sender<Arc<[SessionId]>>,
    /// Rung where the host must look at the agents again.
    wake: Notify,
}

/// An agent's open console, for as long as it lives.
pub(crate) struct DeskGuard {
    lobby: Arc<Lobby>,
    agent: AgentId,
    for_good: bool,
}

impl Lobby {
    /// An empty lobby.
    pub(crate) fn new(timings: &Timings, clock: Arc<dyn Clock>) -> Self {
        let grace_ms = i64::try_from(timings.desk_grace.as_millis()).unwrap_or(i64::MAX);
        Self {
            board: Mutex::default(),
            staff: Mutex::new(Staff::new(grace_ms)),
            clock,
            colleagues: watch::Sender::default(),
            changes: broadcast::channel(BATCHES).0,
            wake: Notify::new(),
        }
    }

    /// Where a waiting session stands in its queue; none where it does not wait.
    pub(crate) fn place(&self, session: SessionId) -> Option<Place> {
        self.board().place(session)
    }

    /// Whether an agent is available now, of those who serve a queue where one is named.
    pub(crate) fn is_staffed(&self, queue: Option<&QueueId>, now: Timestamp) -> bool {
        self.staff().available(queue, now).next().is_some()
    }

    /// The agents who serve a queue and are available now.
    pub(crate) fn available(&self, queue: &QueueId, now: Timestamp) -> Vec<Agent> {
        self.staff().available(Some(queue), now).cloned().collect()
    }

    /// Whether an agent takes sessions now.
    pub(crate) fn availability(&self, agent: AgentId, now: Timestamp) -> Availability {
        self.staff().availability(agent, now)
    }

    /// An agent who takes sessions, as of the last look.
    pub(crate) fn agent(&self, agent: AgentId) -> Option<Agent> {
        self.staff().agent(agent).cloned()
    }

    /// Takes an agent's choice in, once it is kept.
    pub(crate) fn choose(&self, agent: AgentId, chosen: Availability) {
        self.staff().choose(agent, chosen);
        self.wake.notify_one();
    }

    /// Says that agents were added, changed or removed.
    pub(crate) fn staff_changed(&self) {
        self.wake.notify_one();
    }

    /// Counts the console of an agent, as just read, in.
    pub(crate) fn enter(self: &Arc<Self>, agent: &Agent) -> DeskGuard {
        self.staff().arrive(agent);
        self.wake.notify_one();
        DeskGuard { lobby: Arc::clone(self), agent: agent.id, for_good: false }
    }

    /// All agents who take sessions, and each change; the newest state only.
    pub(crate) fn colleagues(&self) -> watch::Receiver<Arc<Vec<Colleague>>> {
        self.colleagues.subscribe()
    }

    /// Sessions that have changed, gathered over a moment.
    pub(crate) fn changes(&self) -> broadcast::Receiver<Arc<[SessionId]>> {
        self.changes.subscribe()
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn staff(&self) -> MutexGuard<'_, Staff> {
        self.staff.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DeskGuard {
    /// The agent signed out and does not come back in a moment.
    pub(crate) const fn leave_for_good(&mut self) {
        self.for_good = true;
    }
}

impl Drop for DeskGuard {
    fn drop(&mut self) {
        let now = self.lobby.clock.now();
        self.lobby.staff().leave(self.agent, now, self.for_good);
        self.lobby.wake.notify_one();
    }
}
