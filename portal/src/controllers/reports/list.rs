//! `GET /api/v1/reports/sessions`: the latest sessions, newest first.

use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

use crate::sessions::ReportRow;
use crate::state::Shared;
use crate::web::Failure;

/// Sessions in one answer.
const MOST: usize = 200;

/// The list of reports.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Reports {
    sessions: Vec<ReportRow>,
}

/// Answers with one row a session.
pub(crate) async fn list(
    State(services): State<Shared>,
) -> Result<axum::Json<Reports>, Failure> {
    let latest = services.sessions.latest(MOST).await?;
    let sessions = latest.iter().filter_map(|live| live.overview().report_row()).collect();
    Ok(axum::Json(Reports { sessions }))
}
