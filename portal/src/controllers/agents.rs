//! Agents sign in and out.

mod me;
mod sign_in;
mod sign_out;

use corporate_protocol::OwnAgent;

pub(crate) use me::me;
pub(crate) use sign_in::sign_in;
pub(crate) use sign_out::sign_out;

use crate::store::Agent;

/// An agent as the agent's own pages see it.
fn own(agent: Agent) -> OwnAgent {
    OwnAgent {
        id: agent.id,
        name: agent.name,
        email: agent.email,
        roles: agent.roles,
        may_open_reports: agent.may_open_reports,
        queues: agent.queues,
        most_sessions: agent.most_sessions,
        must_change_password: agent.must_change_password,
        second_factor: false,
        recovery_codes: 0,
    }
}
