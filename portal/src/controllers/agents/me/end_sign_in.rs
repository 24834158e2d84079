//! `DELETE /api/v1/agents/me/sign-ins/{sign_in}`: signs out on another device.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use corporate_protocol::{ErrorCode, SignInId};

use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Ends one of the agent's sign-ins and closes its sockets.
pub(crate) async fn end_sign_in(
    State(services): State<Shared>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    let id = id.parse().map_err(|_| ErrorCode::NotFound)?;
    services.door.end_sign_in(&signed_in.agent, SignInId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
