//! `GET /api/v1/agents`: all agents as those see them who manage the account.

use axum::extract::State;
use corporate_protocol::ManagedAgent;

use crate::staff::agents;
use crate::state::Shared;
use crate::web::Failure;

/// Answers with all agents, by e-mail address.
pub(crate) async fn list(
    State(services): State<Shared>,
) -> Result<axum::Json<Vec<ManagedAgent>>, Failure> {
    Ok(axum::Json(agents::list(&services).await?))
}
