//! `GET /api/v1/queues`: all queues in their order.

use axum::extract::State;
use corporate_protocol::Queue;

use crate::state::Shared;
use crate::web::Failure;

/// Answers with all queues.
pub(crate) async fn list(
    State(services): State<Shared>,
) -> Result<axum::Json<Vec<Queue>>, Failure> {
    Ok(axum::Json(services.store.queues().await?))
}
