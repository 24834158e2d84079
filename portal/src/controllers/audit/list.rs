//! `GET /api/v1/audit`: who changed what, newest first, a page at a time.

use axum::extract::State;
use corporate_protocol::AuditEntry;
use serde::Deserialize;

use crate::state::Shared;
use crate::web::{Failure, Query};

/// Where a page begins.
#[derive(Deserialize, schemars::JsonSchema)]
pub(crate) struct From {
    /// The last entry of the page before; none for the newest entries.
    before: Option<i64>,
}

/// Answers with at most a hundred entries.
pub(crate) async fn list(
    State(services): State<Shared>,
    Query(from): Query<From>,
) -> Result<axum::Json<Vec<AuditEntry>>, Failure> {
    Ok(axum::Json(services.audit.list(from.before).await?))
}
