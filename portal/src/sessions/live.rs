//! One session that somebody looks at: its overview, kept computed, its latest events, and what is
//! known of it beside the log and forgotten with the process.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use corporate_protocol::{Delivered, Event, Seq, SessionId};

use super::{Overview, Participant};

/// Latest events that are kept at hand, for sockets that follow.
const LATEST: usize = 16;

/// What is known of a log: always from the same moment.
#[derive(Default)]
struct Known {
    overview: Arc<Overview>,
    /// The last ones of the overview, without a gap.
    latest: VecDeque<Event>,
}

/// A session that somebody looks at, kept computed.
pub(crate) struct Live {
    /// Which one.
    pub id: SessionId,
    known: RwLock<Known>,
    app_arrivals: AtomicU64,
    delivered: Mutex<Delivered>,
    /// Held while the overview catches up, so that appends of one process wait for each other
    /// and don't collide in the store.
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl Live {
    /// A session of which nothing was read yet.
    pub(super) fn new(id: SessionId) -> Self {
        Self {
            id,
            known: RwLock::default(),
            app_arrivals: AtomicU64::default(),
            delivered: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// What follows from the log as far as it is known here.
    pub(crate) fn overview(&self) -> Arc<Overview> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner).overview)
    }

    /// All events that are known after a number, where they are at hand.
    pub(super) fn latest(&self, after: Seq) -> Option<Vec<Event>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let complete = after >= known.overview.state.seq
            || known.latest.front().is_some_and(|first| first.seq <= after.next());
        let new = known.latest.iter().filter(|event| event.seq > after);
        complete.then(|| new.cloned().collect())
    }

    /// Takes the next events in.
    pub(super) fn apply(&self, events: &[Event]) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let Known { overview, latest } = &mut *known;
        let overview = Arc::make_mut(overview);
        for event in events {
            overview.apply(event);
            if latest.len() == LATEST {
                latest.pop_front();
            }
            latest.push_back(event.clone());
        }
    }

    /// Counts an app's connection; the number tells an app that came back from one that did not.
    pub(crate) fn app_arrived(&self) -> u64 {
        self.app_arrivals.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// The number of the latest connection of an app.
    pub(crate) fn last_app_arrival(&self) -> u64 {
        self.app_arrivals.load(Ordering::SeqCst)
    }

    /// How far the log has arrived on each side.
    pub(crate) fn delivered(&self) -> Delivered {
        *self.delivered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in that the log has arrived up to a number; what is known now where that is news.
    pub(crate) fn arrived(&self, at: Participant, seq: Seq) -> Option<Delivered> {
        let news = match at {
            Participant::Web | Participant::App => Delivered { customer: seq, agent: Seq(0) },
            Participant::Agent => Delivered { customer: Seq(0), agent: seq },
        };
        self.merge_delivered(news)
    }

    /// Takes in what another node knows; what is known now where that is news.
    pub(crate) fn merge_delivered(&self, news: Delivered) -> Option<Delivered> {
        let mut known = self.delivered.lock().unwrap_or_else(PoisonError::into_inner);
        let merged = Delivered {
            customer: known.customer.max(news.customer),
            agent: known.agent.max(news.agent),
        };
        let new = *known != merged;
        *known = merged;
        new.then_some(merged)
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{Author, EventBody, MessageText, Timestamp};

    use super::*;

    fn message(session: SessionId, seq: u64) -> Event {
        let text = MessageText::parse("Hello").expect("a text");
        let body = EventBody::Message { text };
        Event { session, seq: Seq(seq), at: Timestamp(0), author: Author::Portal, body }
    }

    #[test]
    fn the_latest_events_are_at_hand_and_older_ones_are_not_left_out() {
        let live = Live::new(SessionId::random());
        assert_eq!(live.latest(Seq(0)), Some(Vec::new()), "nothing is known yet");
        let last = LATEST as u64 + 3;
        for seq in 1..=last {
            live.apply(&[message(live.id, seq)]);
        }
        let seqs = |after| {
            let events = live.latest(Seq(after))?;
            Some(events.iter().map(|event| event.seq.0).collect::<Vec<_>>())
        };
        assert_eq!(seqs(last), Some(vec![]));
        assert_eq!(seqs(last + 9), Some(vec![]));
        assert_eq!(seqs(last - 2), Some(vec![last - 1, last]));
        assert_eq!(seqs(3).map(|seqs| seqs.len()), Some(LATEST), "all that are kept");
        assert_eq!(seqs(2), None, "one of them is in the store only");
    }
}
