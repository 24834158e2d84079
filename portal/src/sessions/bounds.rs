//! How much of one session there may be at once: commands and sockets of each side, wherever they
//! come from and however often they come again; events and words in its log; whole logs in memory.
//! All in memory, bounded by what is open.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{AgentId, ErrorCode, Event, EventBody, SessionId, limits};
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::Overview;
use crate::crowd::{Crowd, Place};
use crate::rate_limit::{Allowance, RateLimit};

const COMMANDS: Allowance = Allowance {
    burst: limits::COMMANDS_PER_TEN_SECONDS,
    one_each: Duration::from_millis(10_000 / limits::COMMANDS_PER_TEN_SECONDS as u64),
};
/// Whole logs in memory at the same time; the next one waits.
const WHOLE_LOGS: usize = 4;
/// Sessions share so many turns for their whole logs; which one, follows from the session's id.
const TURNS: usize = 64;

/// One side of a session: each agent is one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// The web chat, in however many windows.
    Web,
    /// The desktop app.
    App,
    /// An agent.
    Agent(AgentId),
}

/// What each side may do in each session.
pub(crate) struct Bounds {
    commands: RateLimit<(SessionId, Side)>,
    sockets: Crowd<(SessionId, Side)>,
    turns: Vec<Arc<Mutex<()>>>,
    whole_logs: Arc<Semaphore>,
}

/// The right to hold a whole log in memory.
pub(crate) struct Turn {
    _of_session: OwnedMutexGuard<()>,
    _of_all: Option<OwnedSemaphorePermit>,
}

/// A session's whole log, for as long as it is held.
pub(crate) struct WholeLog {
    events: Vec<Event>,
    _turn: Turn,
}

impl Bounds {
    pub(super) fn new() -> Self {
        Self {
            commands: RateLimit::new(COMMANDS),
            sockets: Crowd::new(limits::SOCKETS_PER_SIDE),
            turns: (0..TURNS).map(|_| Arc::default()).collect(),
            whole_logs: Arc::new(Semaphore::new(WHOLE_LOGS)),
        }
    }

    /// Counts a command; where there were too many, how long nothing more is to be read.
    pub(crate) fn command(&self, session: SessionId, side: Side) -> Option<Duration> {
        self.commands.owe(&(session, side), Instant::now())
    }

    /// How long a side has to wait before anything is read from it, whichever socket it uses.
    pub(crate) fn wait(&self, session: SessionId, side: Side) -> Option<Duration> {
        self.commands.owed(&(session, side), Instant::now())
    }

    /// Counts a log socket in for as long as its place is held; nothing where there is no room.
    pub(crate) fn socket(
        &self,
        session: SessionId,
        side: Side,
    ) -> Option<Place<(SessionId, Side)>> {
        self.sockets.enter((session, side))
    }

    pub(super) async fn whole_log(&self, session: SessionId) -> Turn {
        let number = session.as_uuid().as_u128() % self.turns.len() as u128;
        let turn = usize::try_from(number).unwrap_or_default();
        let of_session = Arc::clone(&self.turns[turn]).lock_owned().await;
        // It is never closed, so that everybody gets a permit.
        let of_all = Arc::clone(&self.whole_logs).acquire_owned().await.ok();
        Turn { _of_session: of_session, _of_all: of_all }
    }
}

impl WholeLog {
    pub(super) const fn new(events: Vec<Event>, turn: Turn) -> Self {
        Self { events, _turn: turn }
    }

    /// The events alone.
    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }
}

impl Deref for WholeLog {
    type Target = Vec<Event>;

    fn deref(&self) -> &Vec<Event> {
        &self.events
    }
}

/// Whether a log has room for an event. What takes something back or ends something always has:
/// it follows an event that had room, so that even these are bounded.
///
/// # Errors
/// [`ErrorCode::TooLarge`] where it has none.
pub(super) fn has_room(overview: &Overview, body: &EventBody) -> Result<(), ErrorCode> {
    let closes = matches!(
        body,
        EventBody::SessionEnded { .. }
            | EventBody::SharingStopped
            | EventBody::SharingPaused
            | EventBody::ConsentRefused { .. }
            | EventBody::UpgradeCancelled
            | EventBody::AppLeft
            | EventBody::AgentLeft
            | EventBody::HandedToQueue { .. }
            | EventBody::InvitationWithdrawn { .. }
    );
    let words = match body {
        EventBody::Message { text } => text.as_str().len(),
        _ => 0,
    };
    let room = overview.state.seq.0 < limits::EVENTS_PER_SESSION
        && overview.words + words <= limits::SESSION_WORDS_BYTES;
    if closes || room { Ok(()) } else { Err(ErrorCode::TooLarge) }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{EndReason, MessageText, Seq};

    use super::*;

    #[test]
    fn a_full_log_takes_nothing_but_an_end() {
        let said = EventBody::Message { text: MessageText::parse("Hello").expect("a message") };
        let ended = EventBody::SessionEnded { reason: EndReason::Customer };
        let mut overview = Overview::default();
        assert_eq!(has_room(&overview, &said), Ok(()));
        overview.state.seq = Seq(limits::EVENTS_PER_SESSION);
        assert_eq!(has_room(&overview, &said), Err(ErrorCode::TooLarge));
        assert_eq!(has_room(&overview, &EventBody::AgentJoined), Err(ErrorCode::TooLarge));
        assert_eq!(has_room(&overview, &ended), Ok(()));
        overview.state.seq = Seq(2);
        overview.words = limits::SESSION_WORDS_BYTES - 4;
        assert_eq!(has_room(&overview, &said), Err(ErrorCode::TooLarge));
        assert_eq!(has_room(&overview, &EventBody::AgentJoined), Ok(()));
    }

    #[tokio::test]
    async fn one_whole_log_of_a_session_is_held_at_a_time() {
        let bounds = Bounds::new();
        let session = SessionId::random();
        let first = bounds.whole_log(session).await;
        let mut second = std::pin::pin!(bounds.whole_log(session));
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(first);
        second.await;
    }

    #[test]
    fn each_side_of_each_session_has_its_own_sockets() {
        let bounds = Bounds::new();
        let session = SessionId::random();
        let held: Vec<_> = (0..limits::SOCKETS_PER_SIDE)
            .map(|_| bounds.socket(session, Side::Web).expect("room"))
            .collect();
        assert!(bounds.socket(session, Side::Web).is_none());
        assert!(bounds.socket(session, Side::App).is_some());
        assert!(bounds.socket(SessionId::random(), Side::Web).is_some());
        drop(held);
        assert!(bounds.socket(session, Side::Web).is_some());
    }
}
