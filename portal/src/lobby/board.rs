//! Who waits, and at which place: one ordered set a queue. A queue is counted through only when
//! somebody came to it or left it, however many look on, and only those hear of it whose place is
//! another one now. Pure.

use std::collections::{BTreeSet, HashMap, HashSet};

use corporate_protocol::{Place, QueueId, SessionId, Timestamp};

/// All queues with those who wait in them.
#[derive(Default)]
pub(super) struct Board {
    queues: HashMap<QueueId, Line>,
    waiting: HashMap<SessionId, (QueueId, Timestamp)>,
    places: HashMap<SessionId, Place>,
    changed: HashSet<QueueId>,
}

/// One queue.
#[derive(Default)]
struct Line {
    sessions: BTreeSet<(Timestamp, SessionId)>,
    staffed: bool,
}

impl Board {
    /// Where a session stands in its queue, as of the last [`Board::settle`].
    pub(super) fn place(&self, session: SessionId) -> Option<Place> {
        self.places.get(&session).copied()
    }

    /// A session waits in a queue since then.
    pub(super) fn put(&mut self, session: SessionId, queue: &QueueId, since: Timestamp) {
        if self.waiting.get(&session).is_some_and(|(old, at)| old == queue && *at == since) {
            return;
        }
        self.remove(session);
        self.waiting.insert(session, (queue.clone(), since));
        self.queues.entry(queue.clone()).or_default().sessions.insert((since, session));
        self.changed.insert(queue.clone());
    }

    /// A session does not wait any more.
    pub(super) fn remove(&mut self, session: SessionId) {
        let Some((queue, since)) = self.waiting.remove(&session) else { return };
        self.places.remove(&session);
        if let Some(line) = self.queues.get_mut(&queue) {
            line.sessions.remove(&(since, session));
        }
        self.changed.insert(queue);
    }

    /// Forgets everybody.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Counts through what has changed; those whose place is another one now.
    pub(super) fn settle(&mut self, staffed: impl Fn(&QueueId) -> bool) -> Vec<SessionId> {
        let mut moved = Vec::new();
        let changed = std::mem::take(&mut self.changed);
        for (queue, line) in &mut self.queues {
            let now = staffed(queue);
            if line.staffed == now && !changed.contains(queue) {
                continue;
            }
            line.staffed = now;
            for (place, (_, session)) in (1_u32..).zip(&line.sessions) {
                let place = Place { place, staffed: now };
                if self.places.insert(*session, place) != Some(place) {
                    moved.push(*session);
                }
            }
        }
        self.queues.retain(|_, line| !line.sessions.is_empty());
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(name: &str) -> QueueId {
        QueueId::try_from(name.to_owned()).expect("a queue")
    }

    fn session(number: u128) -> SessionId {
        SessionId::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn places_follow_the_time_of_waiting_in_each_queue() {
        let mut board = Board::default();
        let (general, printers) = (queue("general"), queue("printers"));
        board.put(session(2), &general, Timestamp(20));
        board.put(session(1), &general, Timestamp(10));
        board.put(session(3), &printers, Timestamp(5));
        assert_eq!(board.settle(|_| true).len(), 3);
        let place = |board: &Board, number| board.place(session(number)).map(|place| place.place);
        assert_eq!([1, 2, 3].map(|number| place(&board, number)), [Some(1), Some(2), Some(1)]);
        board.put(session(3), &general, Timestamp(15));
        let mut moved = board.settle(|_| true);
        moved.sort();
        assert_eq!(moved, [session(2), session(3)]);
        assert_eq!([1, 3, 2].map(|number| place(&board, number)), [Some(1), Some(2), Some(3)]);
        board.remove(session(1));
        board.settle(|_| true);
        assert_eq!([1, 3, 2].map(|number| place(&board, number)), [None, Some(1), Some(2)]);
    }

    #[test]
    fn only_who_moved_hears_of_it() {
        let mut board = Board::default();
        let general = queue("general");
        for number in 0..500 {
            board.put(session(number), &general, Timestamp(number as i64));
            assert_eq!(board.settle(|_| false), [session(number)]);
        }
        assert!(board.settle(|_| false).is_empty(), "nothing has changed");
        assert_eq!(board.settle(|_| true).len(), 500, "somebody is there now");
        board.remove(session(499));
        assert!(board.settle(|_| true).is_empty(), "the last one left");
        board.remove(session(0));
        assert_eq!(board.settle(|_| true).len(), 498);
    }
}
