//! What a store keeps of the audit list: who changed what. Most entries are added
//! in the same transaction as the change that they speak of, and none is changed afterwards but
//! that of a deletion in steps, which counts on until the last one.

use corporate_protocol::{AuditAction, AuditEntry, Timestamp};

use super::Answer;

/// An entry that has no number yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditNote {
    /// When.
    pub at: Timestamp,
    /// The e-mail address of who did it; none for the portal itself or its command line.
    pub by: Option<String>,
    /// What.
    pub action: AuditAction,
}

/// Keeps the audit list.
pub(crate) trait AuditStore {
    /// Adds an entry that goes with no other change of the store.
    fn put_audit<'a>(&'a self, note: &'a AuditNote) -> Answer<'a, ()>;
    /// At most `most` entries before a number, or the last ones, newest first.
    fn audit(&self, before: Option<i64>, most: usize) -> Answer<'_, Vec<AuditEntry>>;
}
