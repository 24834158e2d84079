//! What a store keeps of the account: its settings and its queues.

use corporate_protocol::{Account, AccountSettings, Queue, QueueId};

use super::{Answer, AuditNote};

/// Keeps settings and queues.
pub(crate) trait AccountStore {
    /// The settings and their revision; the defaults and 0 where none were set.
    fn account(&self) -> Answer<'_, Account>;
    /// Keeps settings where `revision` is still the present one; false where it is not.
    fn put_account<'a>(
        &'a self,
        revision: u64,
        settings: &'a AccountSettings,
        note: &'a AuditNote,
    ) -> Answer<'a, bool>;
    /// All queues in their order.
    fn queues(&self) -> Answer<'_, Vec<Queue>>;
    /// Adds a queue at the end or renames it.
    fn put_queue<'a>(&'a self, queue: &'a Queue, note: &'a AuditNote) -> Answer<'a, ()>;
    /// Puts queues in this order; those that are not named keep their place number.
    fn order_queues<'a>(&'a self, queues: &'a [QueueId], note: &'a AuditNote) -> Answer<'a, ()>;
    /// Removes a queue, also from the lists of the agents who serve it; false where there is none.
    fn remove_queue<'a>(&'a self, queue: &'a QueueId, note: &'a AuditNote) -> Answer<'a, bool>;
}
