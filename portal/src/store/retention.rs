//! What a store forgets: sessions that ended long enough ago, with everything that belongs to
//! them.

use corporate_protocol::{SessionId, Timestamp};

use super::{Answer, AuditNote};

/// Forgets sessions.
pub(crate) trait RetentionStore {
    /// At most `most` sessions that ended before a moment, those first that ended first, and
    /// without the first `skipped` of them.
    fn ended_before(
        &self,
        moment: Timestamp,
        skipped: usize,
        most: usize,
    ) -> Answer<'_, Vec<SessionId>>;
    /// Removes sessions that have ended, with all that hangs on them. The note goes into the
    /// audit list, in the place of the entry with this number where there is one; answers with its
    /// number.
    fn remove_sessions<'a>(
        &'a self,
        sessions: &'a [SessionId],
        note: &'a AuditNote,
        entry: Option<i64>,
    ) -> Answer<'a, i64>;
}
