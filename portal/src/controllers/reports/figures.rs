//! `GET /api/v1/reports/figures`: how many sessions there were, and how long they took.

use axum::extract::State;
use corporate_protocol::report::{ReportFigures, ReportFilter};
use corporate_protocol::{AgentId, QueueId, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::Shared;
use crate::web::{Failure, Query};
use crate::{reports, transcript};

/// Which sessions, and by whose days and hours.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct FiguresQuery {
    /// Sessions that began at or after this moment.
    from: Option<Timestamp>,
    /// Sessions that began before this moment.
    to: Option<Timestamp>,
    /// The queue that they waited in last.
    queue: Option<QueueId>,
    /// An agent who took part.
    agent: Option<AgentId>,
    /// The time zone of days and hours; UTC where it is unknown.
    zone: Option<String>,
}

/// Answers with the figures.
pub(crate) async fn figures(
    State(services): State<Shared>,
    Query(query): Query<FiguresQuery>,
) -> Result<axum::Json<ReportFigures>, Failure> {
    let FiguresQuery { from, to, queue, agent, zone } = query;
    let filter = ReportFilter { from, to, queue, agent, ..ReportFilter::default() };
    let (which, _) = super::which(&services, &filter)?;
    let numbers = services.store.report_numbers(&which).await?;
    let zone = transcript::zone(zone.as_deref());
    Ok(axum::Json(reports::figures(&which, numbers, &zone)))
}
