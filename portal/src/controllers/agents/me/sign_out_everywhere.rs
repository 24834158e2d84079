//! `POST /api/v1/agents/me/sign-out-everywhere`: ends all of the agent's sign-ins.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::state::Shared;
use crate::web::{AGENT_COOKIE, Failure, SignedIn, clear_cookie};

/// Signs the agent out on all devices, this one too.
pub(crate) async fn sign_out_everywhere(
    State(services): State<Shared>,
    signed_in: SignedIn,
) -> Result<Response, Failure> {
    services.door.sign_out_everywhere(&signed_in.agent).await?;
    tracing::info!(agent.id = %signed_in.agent.id, "agent signed out everywhere");
    let cookie = clear_cookie(&services.origin, AGENT_COOKIE);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
