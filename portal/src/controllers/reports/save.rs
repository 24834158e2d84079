//! `GET /api/v1/reports/sessions/{session}/report.txt`, `.csv`, `.json`: one session as a file. The
//! text is the transcript, word for word as the customer saves it. Each is noted in the audit list.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{AuditAction, ErrorCode, SessionId};

use super::How;
use crate::sessions::WholeLog;
use crate::state::{Services, Shared};
use crate::web::{Failure, Query, Session, SignedIn};
use crate::{reports, transcript};

/// Sends the transcript.
pub(crate) async fn save_txt(
    State(services): State<Shared>,
    Session(session): Session,
    Query(how): Query<How>,
    by: SignedIn,
) -> Result<Response, Failure> {
    let events = log(&services, session).await?;
    let company = services.store.account().await?.settings.company;
    let queues = services.store.queues().await?;
    let (language, zone) = (how.language(), how.zone());
    let text = transcript::write(&events, &company, &queues, language, &zone);
    let name = transcript::file_name(&events, language, &zone);
    note(&services, &by).await?;
    Ok((super::attachment("text/plain; charset=utf-8", &name)?, text).into_response())
}

/// Sends the log, one record an event.
pub(crate) async fn save_csv(
    State(services): State<Shared>,
    Session(session): Session,
    Query(how): Query<How>,
    by: SignedIn,
) -> Result<Response, Failure> {
    let events = log(&services, session).await?;
    let queues = services.store.queues().await?;
    let text = reports::log_as_csv(&events, &queues, how.language(), &how.zone());
    note(&services, &by).await?;
    let name = format!("session-{session}.csv");
    Ok((super::attachment("text/csv; charset=utf-8", &name)?, text).into_response())
}

/// Sends everything.
pub(crate) async fn save_json(
    State(services): State<Shared>,
    Session(session): Session,
    by: SignedIn,
) -> Result<Response, Failure> {
    let report = super::one::report(&services, session).await?;
    let text = serde_json::to_vec_pretty(&report).map_err(|_| ErrorCode::Internal)?;
    note(&services, &by).await?;
    let name = format!("session-{session}.json");
    Ok((super::attachment("application/json", &name)?, text).into_response())
}

async fn log(services: &Services, session: SessionId) -> Result<WholeLog, Failure> {
    let events = services.sessions.whole_log(session).await?;
    if events.is_empty() { Err(ErrorCode::NotFound.into()) } else { Ok(events) }
}

async fn note(services: &Services, by: &SignedIn) -> Result<(), Failure> {
    let action = AuditAction::ReportsExported { sessions: 1 };
    Ok(services.audit.note(Some(&by.agent), action).await?)
}
