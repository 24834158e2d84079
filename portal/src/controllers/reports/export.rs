//! `GET /api/v1/reports/sessions.csv` and `.json`: the sessions that fit a filter, as a file. It is
//! sent page by page, holds at most `REPORT_EXPORT_ROWS` sessions and says where that is not all.
//! Noted in the audit list before the first byte.

use std::collections::VecDeque;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::report::{REPORT_EXPORT_ROWS, ReportFilter, ReportRow};
use corporate_protocol::{AuditAction, ErrorCode};
use futures_util::Stream;
use futures_util::stream::try_unfold;
use schemars::JsonSchema;

use super::How;
use crate::reports::{RowsFile, row_line};
use crate::state::Shared;
use crate::store::{Place, Sorting, StoreError, Which};
use crate::web::{Failure, Query, SignedIn};

/// Sessions that are held in memory at once.
const AT_ONCE: usize = 500;

/// The query, as the document of the interface shows it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "handlers read the filter and the way of writing apart")]
pub(crate) struct ExportQuery {
    #[schemars(flatten)]
    filter: ReportFilter,
    #[schemars(flatten)]
    how: How,
}

/// Sends one record a session.
pub(crate) async fn export_csv(
    State(services): State<Shared>,
    Query(filter): Query<ReportFilter>,
    Query(how): Query<How>,
    by: SignedIn,
) -> Result<Response, Failure> {
    let (which, sorting) = super::which(&services, &filter)?;
    let total = begin(&services, &which, &by).await?;
    let file = RowsFile {
        language: how.language(),
        zone: how.zone(),
        queues: services.store.queues().await?,
    };
    let head = file.head();
    let foot = if complete(total) { String::new() } else { file.foot(total) };
    let lines = move |row: &ReportRow| Ok(row_line(&file, row));
    send(&services, which, sorting, "csv", Parts { head, between: "", foot }, lines)
}

/// Sends the rows as one document.
pub(crate) async fn export_json(
    State(services): State<Shared>,
    Query(filter): Query<ReportFilter>,
    by: SignedIn,
) -> Result<Response, Failure> {
    let (which, sorting) = super::which(&services, &filter)?;
    let total = begin(&services, &which, &by).await?;
    let head = format!("{{\"total\":{total},\"complete\":{},\"rows\":[\n", complete(total));
    let foot = "\n]}\n".to_owned();
    let line = |row: &ReportRow| {
        serde_json::to_string(row).map_err(|_| StoreError::Corrupt("row of a report"))
    };
    send(&services, which, sorting, "json", Parts { head, between: ",\n", foot }, line)
}

const fn complete(total: u32) -> bool {
    total as usize <= REPORT_EXPORT_ROWS
}

/// Notes the export; how many sessions there are.
async fn begin(services: &Shared, which: &Which, by: &SignedIn) -> Result<u32, Failure> {
    let total = services.store.report_total(which).await?;
    let most = u32::try_from(REPORT_EXPORT_ROWS).unwrap_or(u32::MAX);
    let action = AuditAction::ReportsExported { sessions: total.min(most) };
    services.audit.note(Some(&by.agent), action).await?;
    Ok(total)
}

/// What stands around the rows of a file.
struct Parts {
    head: String,
    between: &'static str,
    foot: String,
}

fn send(
    services: &Shared,
    which: Which,
    sorting: Sorting,
    ending: &'static str,
    parts: Parts,
    line: impl Fn(&ReportRow) -> Result<String, StoreError> + Send + 'static,
) -> Result<Response, Failure> {
    let media = match ending {
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        _ => return Err(ErrorCode::Internal.into()),
    };
    let source = Source {
        services: services.clone(),
        which,
        sorting,
        after: None,
        left: REPORT_EXPORT_ROWS,
        rows: VecDeque::new(),
    };
    let body = Body::from_stream(pieces(source, parts, line));
    let name = format!("sessions.{ending}");
    Ok((super::attachment(media, &name)?, body).into_response())
}

/// Reads rows page by page.
struct Source {
    services: Shared,
    which: Which,
    sorting: Sorting,
    after: Option<Place>,
    left: usize,
    rows: VecDeque<ReportRow>,
}

impl Source {
    /// The next rows; none after the last.
    async fn read(&mut self) -> Result<bool, StoreError> {
        let most = AT_ONCE.min(self.left);
        if most == 0 {
            return Ok(false);
        }
        let store = &self.services.store;
        let found = store.report_rows(&self.which, self.sorting, self.after.as_ref(), most).await?;
        self.left = if found.len() < most { 0 } else { self.left - found.len() };
        for (row, place) in found {
            self.after = Some(place);
            self.rows.push_back(row);
        }
        Ok(!self.rows.is_empty())
    }
}

/// The file, piece by piece. A failure cuts it off, which the reader notices.
fn pieces(
    source: Source,
    parts: Parts,
    line: impl Fn(&ReportRow) -> Result<String, StoreError> + Send + 'static,
) -> impl Stream<Item = Result<String, StoreError>> + Send + 'static {
    let Parts { head, between, foot } = parts;
    let start = (source, Some(head), Some(foot), line, false);
    try_unfold(start, move |(mut source, head, mut foot, line, mut begun)| async move {
        let mut piece = head.unwrap_or_default();
        if source.read().await? {
            while let Some(row) = source.rows.pop_front() {
                if begun {
                    piece += between;
                }
                begun = true;
                piece += &line(&row)?;
            }
        } else {
            match foot.take() {
                Some(foot) => piece += &foot,
                None => return Ok(None),
            }
        }
        Ok(Some((piece, (source, None, foot, line, begun))))
    })
}
