//! Where a client stands in a session's log. Pure: makes of whatever the portal sends, twice,
//! late or with a hole, a log in which each event comes once and in order.

use corporate_protocol::{Event, Seq, SessionId, SessionState};

/// The last event seen of one session, and the newest state.
#[derive(Debug)]
pub struct Cursor {
    session: SessionId,
    last: Seq,
    state: SessionState,
}

/// An event is missing, or belongs to another session: the connection can't be trusted to be
/// complete and is opened again from [`Cursor::last`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log has a hole after event {after}")]
pub struct Gap {
    /// The last event before the hole.
    pub after: Seq,
}

impl Cursor {
    /// Stands before the first event.
    pub fn new(session: SessionId) -> Self {
        Self { session, last: Seq::default(), state: SessionState::default() }
    }

    /// The last event seen; what a new connection resumes after.
    pub const fn last(&self) -> Seq {
        self.last
    }

    /// The newest state seen.
    pub const fn state(&self) -> &SessionState {
        &self.state
    }

    /// Takes in what one message brought and leaves in `events` only what is new. A state older
    /// than the newest is passed over.
    ///
    /// # Errors
    /// [`Gap`] where an event is missing or foreign; nothing is taken in then.
    pub fn advance(&mut self, events: &mut Vec<Event>, state: SessionState) -> Result<(), Gap> {
        events.retain(|event| event.seq > self.last);
        let mut expected = self.last;
        for event in events.iter() {
            expected = expected.next();
            if event.seq != expected || event.session != self.session {
                return Err(Gap { after: self.last });
            }
        }
        self.last = expected;
        if state.seq >= self.state.seq {
            self.state = state;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{Author, EventBody, Timestamp};

    use super::*;

    fn event(session: SessionId, seq: u64) -> Event {
        let (author, body) = (Author::Portal, EventBody::UpgradeCancelled);
        Event { session, seq: Seq(seq), at: Timestamp(0), author, body }
    }

    fn state(seq: u64) -> SessionState {
        SessionState { seq: Seq(seq), ..SessionState::default() }
    }

    #[test]
    fn what_was_seen_is_dropped_and_what_is_new_is_kept() {
        let session = SessionId::random();
        let mut cursor = Cursor::new(session);
        let mut events: Vec<_> = (1..=3).map(|seq| event(session, seq)).collect();
        cursor.advance(&mut events, state(3)).expect("no hole");
        let mut again: Vec<_> = (2..=4).map(|seq| event(session, seq)).collect();
        cursor.advance(&mut again, state(4)).expect("no hole");
        assert_eq!(again, [event(session, 4)]);
        assert_eq!((cursor.last(), cursor.state().seq), (Seq(4), Seq(4)));
    }

    #[test]
    fn a_hole_takes_nothing_in() {
        let session = SessionId::random();
        let mut cursor = Cursor::new(session);
        let mut events = vec![event(session, 1), event(session, 3)];
        assert_eq!(cursor.advance(&mut events, state(3)), Err(Gap { after: Seq(0) }));
        assert_eq!((cursor.last(), cursor.state().seq), (Seq(0), Seq(0)));
    }

    #[test]
    fn a_foreign_event_is_a_hole() {
        let mut cursor = Cursor::new(SessionId::random());
        let mut events = vec![event(SessionId::random(), 1)];
        assert!(cursor.advance(&mut events, state(1)).is_err());
    }

    #[test]
    fn an_older_state_never_replaces_a_newer_one() {
        let mut cursor = Cursor::new(SessionId::random());
        cursor.advance(&mut Vec::new(), state(9)).expect("no hole");
        cursor.advance(&mut Vec::new(), state(3)).expect("no hole");
        assert_eq!(cursor.state().seq, Seq(9));
    }
}
