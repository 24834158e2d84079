//! `GET /api/v1/reports/sessions`: one page of the sessions that fit a filter.

use axum::extract::State;
use corporate_protocol::ErrorCode;
use corporate_protocol::report::{REPORT_PAGE_ROWS, ReportFilter, ReportPage};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::reports;
use crate::state::Shared;
use crate::web::{Failure, Query};

/// The query, as the document of the interface shows it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "handlers read the filter and the place apart")]
pub(crate) struct ListQuery {
    #[schemars(flatten)]
    filter: ReportFilter,
    /// The `next` of the page before.
    before: Option<String>,
}

/// Where the page begins.
#[derive(Deserialize)]
pub(crate) struct From {
    before: Option<String>,
}

/// Answers with a page.
pub(crate) async fn list(
    State(services): State<Shared>,
    Query(filter): Query<ReportFilter>,
    Query(from): Query<From>,
) -> Result<axum::Json<ReportPage>, Failure> {
    let (which, sorting) = super::which(&services, &filter)?;
    let after = from.before.as_deref().map(|text| {
        let place = reports::place_of(text, sorting.sort);
        place.ok_or_else(|| Failure::from(ErrorCode::BadRequest).at("before"))
    });
    let after = after.transpose()?;
    let store = &services.store;
    let total = store.report_total(&which).await?;
    // One more than is shown tells whether there is another page.
    let mut found =
        store.report_rows(&which, sorting, after.as_ref(), REPORT_PAGE_ROWS + 1).await?;
    let more = found.len() > REPORT_PAGE_ROWS;
    found.truncate(REPORT_PAGE_ROWS);
    let next = found.last().filter(|_| more).map(|(_, place)| reports::text_of(place));
    let rows = found.into_iter().map(|(row, _)| row).collect();
    Ok(axum::Json(ReportPage { rows, next, total }))
}
