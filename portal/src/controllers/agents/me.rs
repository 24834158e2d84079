//! `GET /api/v1/agents/me`: who is signed in here. Below it what agents do with their own sign-in.

mod end_sign_in;
mod password;
mod sign_ins;
mod sign_out_everywhere;

use axum::extract::State;
use corporate_protocol::OwnAgent;

pub(crate) use end_sign_in::end_sign_in;
pub(crate) use password::password;
pub(crate) use sign_ins::sign_ins;
pub(crate) use sign_out_everywhere::sign_out_everywhere;

use crate::state::{Services, Shared};
use crate::store::Agent;
use crate::web::{Failure, SignedIn};

/// Answers with the agent of the cookie.
pub(crate) async fn get(
    State(services): State<Shared>,
    signed_in: SignedIn,
) -> Result<axum::Json<OwnAgent>, Failure> {
    Ok(axum::Json(own(&services, signed_in.agent).await?))
}

/// An agent as the agent's own pages see it.
pub(super) async fn own(services: &Services, agent: Agent) -> Result<OwnAgent, Failure> {
    let factor = services.door.second_factor(&agent).await?;
    Ok(OwnAgent {
        id: agent.id,
        name: agent.name,
        email: agent.email,
        roles: agent.roles,
        may_open_reports: agent.may_open_reports,
        queues: agent.queues,
        most_sessions: agent.most_sessions,
        must_change_password: agent.must_change_password,
        second_factor: factor.on,
        recovery_codes: factor.recovery_codes,
    })
}
