//! The audit list: who changed what, for the management center. Whoever changes something that
//! others should be able to find out about notes it here, or hands the note to the store along
//! with the change.

use std::sync::Arc;

use corporate_protocol::{AuditAction, AuditEntry};

use crate::clock::Clock;
use crate::store::{Agent, AuditNote, Store, StoreError};

/// Entries in one answer.
const MOST: usize = 100;

/// Writes and reads the audit list.
pub(crate) struct Audit {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

impl Audit {
    /// The audit list in a store.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
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
