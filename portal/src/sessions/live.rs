//! One session that somebody looks at: its overview, kept computed, and what is known of it
//! beside the log and forgotten with the process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use corporate_protocol::{Delivered, Event, Seq, SessionId};

use super::{Overview, Participant};

/// A session that somebody looks at, kept computed.
pub(crate) struct Live {
    /// Which one.
    pub id: SessionId,
    overview: RwLock<Arc<Overview>>,
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
            overview: RwLock::default(),
            app_arrivals: AtomicU64::default(),
            delivered: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// What follows from the log as far as it is known here.
    pub(crate) fn overview(&self) -> Arc<Overview> {
        self.overview.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the next events in.
    pub(super) fn apply(&self, events: &[Event]) {
        let mut overview = self.overview.write().unwrap_or_else(PoisonError::into_inner);
        let overview = Arc::make_mut(&mut overview);
        for event in events {
            overview.apply(event);
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
