//! `POST /api/v1/agents/{agent}/password`: a new password for an agent who has lost the old one.

use axum::extract::{Path, State};
use corporate_protocol::{ErrorCode, NewPassword};

use crate::staff::agents;
use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Answers with the new password, this once.
pub(crate) async fn password(
    State(services): State<Shared>,
    Path(id): Path<String>,
    SignedIn { agent, .. }: SignedIn,
) -> Result<axum::Json<NewPassword>, Failure> {
    let id = id.parse().map_err(|_| ErrorCode::NotFound)?;
    Ok(axum::Json(agents::reset_password(&services, &agent, id).await?))
}
