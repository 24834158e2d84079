//! What a store keeps of agents' judgement on sessions, apart from their logs.

use corporate_protocol::{Assessment, SessionId};

use super::Answer;

/// Keeps one assessment a session.
pub(crate) trait AssessmentStore {
    /// What agents noted on a session; the default where nobody did.
    fn assessment(&self, session: SessionId) -> Answer<'_, Assessment>;
    /// Keeps what an agent noted, in place of what was there.
    fn put_assessment<'a>(
        &'a self,
        session: SessionId,
        assessment: &'a Assessment,
    ) -> Answer<'a, ()>;
}
