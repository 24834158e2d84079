//! Agents sign in and out.

mod me;
mod sign_in;
mod sign_out;

use corporate_protocol::{AgentId, PersonName, QueueId, Role};
use serde::Serialize;

pub(crate) use me::me;
pub(crate) use sign_in::sign_in;
pub(crate) use sign_out::sign_out;

use crate::store::Agent;

/// An agent as the agent's own pages see it.
#[derive(Serialize)]
pub(crate) struct OwnAgent {
    id: AgentId,
    name: PersonName,
    email: String,
    roles: Vec<Role>,
    may_open_reports: bool,
    queues: Vec<QueueId>,
    most_sessions: u32,
}

impl From<Agent> for OwnAgent {
    fn from(agent: Agent) -> Self {
        let Agent { id, email, name, roles, may_open_reports, queues, most_sessions } = agent;
        Self { id, name, email, roles, may_open_reports, queues, most_sessions }
    }
}
