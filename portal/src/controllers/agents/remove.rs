//! `DELETE /api/v1/agents/{agent}`: removes an agent and ends all sign-ins.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use corporate_protocol::ErrorCode;

use crate::staff::agents;
use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Removes an agent.
pub(crate) async fn remove(
    State(services): State<Shared>,
    Path(id): Path<String>,
    SignedIn { agent, .. }: SignedIn,
) -> Result<StatusCode, Failure> {
    let id = id.parse().map_err(|_| ErrorCode::NotFound)?;
    agents::remove(&services, &agent, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
