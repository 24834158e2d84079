//! What a store keeps of agents' own choice: whether they take sessions now.

use std::collections::HashMap;

use corporate_protocol::{AgentId, Availability};

use super::Answer;

/// Keeps what agents chose; whether they are there at all is not the store's to know.
pub(crate) trait AvailabilityStore {
    /// The choice of each agent who made one.
    fn availability(&self) -> Answer<'_, HashMap<AgentId, Availability>>;
    /// Keeps an agent's choice.
    fn put_availability(&self, agent: AgentId, chosen: Availability) -> Answer<'_, ()>;
}
