//! `PUT /api/v1/queues/{queue}`: adds a queue at the end, or renames it.

use axum::extract::{Path, State};
use corporate_protocol::{ErrorCode, Queue};
use serde_json::Value;

use crate::document;
use crate::staff::queues;
use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Keeps a queue.
pub(crate) async fn put(
    State(services): State<Shared>,
    Path(id): Path<String>,
    SignedIn { agent, .. }: SignedIn,
    Json(body): Json<Value>,
) -> Result<axum::Json<Queue>, Failure> {
    let unfit = |field: String| Failure::from(ErrorCode::SettingInvalid).at(field);
    let queue: Queue = document::read(&body).map_err(unfit)?;
    if queue.id.as_str() != id {
        return Err(unfit("id".to_owned()));
    }
    Ok(axum::Json(queues::put(&services, &agent, queue).await?))
}
