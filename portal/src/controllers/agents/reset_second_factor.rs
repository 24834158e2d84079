//! `DELETE /api/v1/agents/{agent}/second-factor`: for an agent who has lost it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use corporate_protocol::ErrorCode;

use crate::staff::agents;
use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Takes the second factor away.
pub(crate) async fn reset_second_factor(
    State(services): State<Shared>,
    Path(id): Path<String>,
    SignedIn { agent, .. }: SignedIn,
) -> Result<StatusCode, Failure> {
    let id = id.parse().map_err(|_| ErrorCode::NotFound)?;
    agents::reset_second_factor(&services, &agent, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
