//! `DELETE /api/v1/agents/me/second-factor`: the password is enough again.

use axum::extract::State;
use axum::http::StatusCode;
use corporate_protocol::RemoveSecondFactor;

use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Takes the second factor and its recovery codes away; ends the other sign-ins.
pub(crate) async fn remove(
    State(services): State<Shared>,
    signed_in: SignedIn,
    Json(body): Json<RemoveSecondFactor>,
) -> Result<StatusCode, Failure> {
    services.door.remove_second_factor(&signed_in, body.password, body.code).await?;
    tracing::info!(agent.id = %signed_in.agent.id, "second factor taken away");
    Ok(StatusCode::NO_CONTENT)
}
