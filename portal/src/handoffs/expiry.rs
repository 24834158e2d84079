//! Hand-offs whose codes all grew too old before an opener redeemed one: the log says so once, so
//! that the agent knows why nothing comes. The lobby's host asks for it with every look around.

use corporate_protocol::{
    Author, EventBody, HandoffId, Phase, SessionState, Timestamp, UpgradeStep, limits,
};

use super::Handoffs;
use crate::sessions::{Live, Overview, SessionError};

impl Handoffs {
    /// Logs that the last code of a session's hand-off has grown too old, where it has.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn note_expired(&self, live: &Live) -> Result<(), SessionError> {
        let now = self.sessions.now();
        let Some((handoff, made_at)) = overdue(&live.overview(), now) else { return Ok(()) };
        // Codes that were not logged may live longer.
        if self.store.last_code(handoff).await?.is_some_and(|last| last > now) {
            return Ok(());
        }
        let expired = EventBody::CodeExpired { handoff };
        self.sessions
            .note(live, &Author::Portal, |state| {
                let still = awaits_opener(state) == Some(handoff)
                    && live.overview().codes.made_at == Some(made_at);
                still.then(|| expired.clone())
            })
            .await
    }
}

/// The hand-off whose codes may all be too old now, and when the last that was logged was made.
pub(crate) fn overdue(overview: &Overview, now: Timestamp) -> Option<(HandoffId, Timestamp)> {
    let made_at = overview.codes.made_at?;
    let over = made_at.plus_seconds(limits::CODE_SECONDS) <= now;
    let handoff = awaits_opener(&overview.state)?;
    over.then_some((handoff, made_at))
}

/// The hand-off that waits for its opener.
fn awaits_opener(state: &SessionState) -> Option<HandoffId> {
    let waits = state.phase == Phase::Upgrading && state.upgrade < Some(UpgradeStep::OpenerStarted);
    state.handoff.filter(|_| waits)
}
