//! `GET /api/v1/reports/sessions/{session}`: one session with its whole log.

use axum::extract::State;
use corporate_protocol::{ErrorCode, Event, SessionState};
use schemars::JsonSchema;
use serde::Serialize;

use crate::sessions::ReportRow;
use crate::state::Shared;
use crate::web::{Failure, Session};

/// A session report.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Report {
    summary: ReportRow,
    events: Vec<Event>,
    state: SessionState,
}

/// Answers with everything about a session.
pub(crate) async fn one(
    State(services): State<Shared>,
    Session(session): Session,
) -> Result<axum::Json<Report>, Failure> {
    let live = services.sessions.open(session).await?;
    let events = services.sessions.whole_log(session).await?;
    let overview = live.overview();
    let summary = overview.report_row().ok_or(ErrorCode::NotFound)?;
    Ok(axum::Json(Report { summary, events, state: overview.state.clone() }))
}
