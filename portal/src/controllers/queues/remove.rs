//! `DELETE /api/v1/queues/{queue}`: removes a queue that nobody waits in.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use corporate_protocol::{ErrorCode, QueueId};

use crate::staff::queues;
use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Removes a queue.
pub(crate) async fn remove(
    State(services): State<Shared>,
    Path(id): Path<String>,
    SignedIn { agent, .. }: SignedIn,
) -> Result<StatusCode, Failure> {
    let id = QueueId::try_from(id).map_err(|_| ErrorCode::NotFound)?;
    queues::remove(&services, &agent, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
