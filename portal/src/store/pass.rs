//! What a store keeps of customers' secrets, all of them hashed: credentials, codes, tickets.

use corporate_protocol::{HandoffId, SecretHash, SessionId, Timestamp};

use super::Answer;

/// What a customer's credential is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CustomerAccess {
    /// The one session.
    pub session: SessionId,
    /// The hand-off that brought the app; none for the web chat.
    pub handoff: Option<HandoffId>,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Which of a hand-off's two secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PassKind {
    /// In the opener's file name.
    Code,
    /// From opener to app.
    Ticket,
}

/// A code or ticket, without its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pass {
    /// Which of the two.
    pub kind: PassKind,
    /// The session that it leads to.
    pub session: SessionId,
    /// The hand-off that it belongs to.
    pub handoff: HandoffId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Whether it was shown already.
    pub used: bool,
    /// Until when it may be exchanged for a younger one; codes never.
    pub renewable_until: Option<Timestamp>,
}

/// Keeps hashed secrets.
pub(crate) trait PassStore {
    /// Keeps what a new credential is good for.
    fn put_credential(&self, hash: SecretHash, access: CustomerAccess) -> Answer<'_, ()>;
    /// What a credential is good for, unless it is too old at `now`.
    fn credential(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<CustomerAccess>>;

    /// Keeps a new code or ticket. Of those of its hand-off and kind that are neither used nor
    /// old, the `most` newest go on working; older ones expire at once.
    fn put_pass(&self, hash: SecretHash, pass: Pass, most: usize) -> Answer<'_, ()>;
    /// A code or ticket of this kind.
    fn pass(&self, hash: SecretHash, kind: PassKind) -> Answer<'_, Option<Pass>>;
    /// Marks it as used; false where somebody was faster or it is too old. Whoever gets true is
    /// the only one.
    fn use_pass(&self, hash: SecretHash, kind: PassKind, now: Timestamp) -> Answer<'_, bool>;
    /// Marks the old one as used and keeps the new one in its place, both or neither. An old one
    /// that was exchanged before may be exchanged again while what it was exchanged for last is
    /// neither used nor old: that one expires at once. False where the old one was used for
    /// anything else or is too old. Of those who got true the last one's works.
    fn exchange_pass(
        &self,
        old: SecretHash,
        hash: SecretHash,
        pass: Pass,
        now: Timestamp,
    ) -> Answer<'_, bool>;
    /// When the last of a hand-off's codes that nobody has used stops working.
    fn last_code(&self, handoff: HandoffId) -> Answer<'_, Option<Timestamp>>;
    /// Forgets credentials that no longer work, and codes and tickets that have not worked for a
    /// day; how many.
    fn forget_passes(&self, now: Timestamp) -> Answer<'_, u64>;
}
