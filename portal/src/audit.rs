//! The audit list: who changed what, for the management center. Whoever changes something that
//! others should be able to find out about notes it here, or hands the note to the store along
//! with the change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use corporate_protocol::{AgentId, AuditAction, AuditEntry, SessionId, Timestamp};

use crate::clock::Clock;
use crate::store::{Agent, AuditNote, Store, StoreError};

/// Entries in one answer.
const MOST: usize = 100;
/// One entry says that an agent reads a session in this time.
const READING_MS: i64 = 3_600 * 1_000;
/// Readings that are remembered; beyond it they are noted once more.
const READINGS: usize = 10_000;

/// Writes and reads the audit list.
pub(crate) struct Audit {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    readings: Mutex<HashMap<(AgentId, SessionId), Timestamp>>,
}

impl Audit {
    /// The audit list in a store.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, readings: Mutex::default() }
    }

    /// Notes what was done now; nobody stands for the portal itself or its command line.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn note(
        &self,
        by: Option<&Agent>,
        action: AuditAction,
    ) -> Result<(), StoreError> {
        self.store.put_audit(&self.entry(by, action)).await
    }

    /// Notes that an agent reads a session whom only the right to reports lets in: once an hour,
    /// however much is read.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn note_reading(
        &self,
        by: &Agent,
        session: SessionId,
    ) -> Result<(), StoreError> {
        let (key, now) = ((by.id, session), self.clock.now());
        if self.is_noted(key, now) {
            return Ok(());
        }
        self.note(Some(by), AuditAction::SessionRead { session }).await?;
        let mut readings = self.readings.lock().unwrap_or_else(PoisonError::into_inner);
        readings.retain(|_, at| is_fresh(*at, now));
        if readings.len() >= READINGS {
            readings.clear();
        }
        readings.insert(key, now);
        Ok(())
    }

    fn is_noted(&self, key: (AgentId, SessionId), now: Timestamp) -> bool {
        let readings = self.readings.lock().unwrap_or_else(PoisonError::into_inner);
        readings.get(&key).is_some_and(|at| is_fresh(*at, now))
    }

    /// A note for the store to keep with the change that it speaks of.
    pub(crate) fn entry(&self, by: Option<&Agent>, action: AuditAction) -> AuditNote {
        AuditNote { at: self.clock.now(), by: by.map(|agent| agent.email.clone()), action }
    }

    /// The entries before a number, or the last ones, newest first.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn list(&self, before: Option<i64>) -> Result<Vec<AuditEntry>, StoreError> {
        self.store.audit(before, MOST).await
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.0.saturating_sub(at.0) < READING_MS
}
