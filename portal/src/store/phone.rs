//! What a store keeps of the codes that agents read out, hashed.

use corporate_protocol::{AgentId, Language, QueueId, SecretHash, Timestamp};

use super::Answer;

/// A phone code, without its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhoneRecord {
    /// Who reads it out.
    pub agent: AgentId,
    /// The queue that the session is counted to.
    pub queue: QueueId,
    /// The language where the customer's page says none.
    pub language: Language,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Keeps at most one code an agent.
pub(crate) trait PhoneStore {
    /// Keeps a new code in place of the agent's last one; false where another agent has the same
    /// digits.
    fn put_phone_code<'a>(
        &'a self,
        hash: SecretHash,
        code: &'a PhoneRecord,
        now: Timestamp,
    ) -> Answer<'a, bool>;
    /// Takes a code that is not too old away; whoever gets it is the only one.
    fn take_phone_code(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<PhoneRecord>>;
    /// Takes an agent's code back, if there is one.
    fn remove_phone_code(&self, agent: AgentId) -> Answer<'_, ()>;
}
