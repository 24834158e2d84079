//! `PUT /api/v1/agents/{agent}`: what an agent is from now on.

use axum::extract::{Path, State};
use corporate_protocol::{ErrorCode, ManagedAgent};

use super::details::Details;
use crate::staff::agents;
use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Changes an agent.
pub(crate) async fn change(
    State(services): State<Shared>,
    Path(id): Path<String>,
    SignedIn { agent, .. }: SignedIn,
    Details(details): Details,
) -> Result<axum::Json<ManagedAgent>, Failure> {
    let id = id.parse().map_err(|_| ErrorCode::NotFound)?;
    Ok(axum::Json(agents::change(&services, &agent, id, details).await?))
}
