//! `PUT /api/v1/queues`: puts all queues in another order.

use axum::extract::State;
use corporate_protocol::{Queue, QueueId};

use crate::staff::queues;
use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Keeps the order; answers with the queues in it.
pub(crate) async fn order(
    State(services): State<Shared>,
    SignedIn { agent, .. }: SignedIn,
    Json(ids): Json<Vec<QueueId>>,
) -> Result<axum::Json<Vec<Queue>>, Failure> {
    Ok(axum::Json(queues::order(&services, &agent, &ids).await?))
}
