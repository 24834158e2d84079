//! What a store keeps of the account: its settings and its queues.

use corporate_protocol::{Account, AccountSettings, Queue, QueueId};

use super::Answer;

/// Keeps settings and queues.
pub(crate) trait AccountStore {
    /// The settings and their revision; the defaults and 0 where none were set.
    fn account(&self) -> Answer<'_, Account>;
    /// Keeps settings where `revision` is still the present one; false where it is not.
    fn put_account<'a>(&'a self, revision: u64, settings: &'a AccountSettings) -> Answer<'a, bool>;
    /// All queues in their order.
    fn queues(&self) -> Answer<'_, Vec<Queue>>;
    /// Adds a queue at the end or renames it.
    fn put_queue<'a>(&'a self, queue: &'a Queue) -> Answer<'a, ()>;
    /// Removes a queue; false where there is none.
    fn remove_queue<'a>(&'a self, queue: &'a QueueId) -> Answer<'a, bool>;
}
