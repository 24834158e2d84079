//! `GET /api/v1/reports/sessions/{session}`: everything about one session.

use axum::extract::State;
use corporate_protocol::report::SessionReport;
use corporate_protocol::{CustomerFacts, ErrorCode, EventBody, SessionId, SessionState};

use crate::reports;
use crate::state::{Services, Shared};
use crate::web::{Failure, Session, SignedIn};

/// Answers with the report.
pub(crate) async fn one(
    State(services): State<Shared>,
    Session(session): Session,
    by: SignedIn,
) -> Result<axum::Json<SessionReport>, Failure> {
    let report = report(&services, session).await?;
    services.audit.note_reading(&by.agent, session).await?;
    Ok(axum::Json(report))
}

/// The whole report of a session.
pub(super) async fn report(
    services: &Services,
    session: SessionId,
) -> Result<SessionReport, Failure> {
    let row = services.store.report_row(session).await?.ok_or(ErrorCode::NotFound)?;
    let events = services.sessions.whole_log(session).await?;
    let assessment = services.store.assessment(session).await?;
    let (facts, terms_accepted) = match events.first().map(|first| &first.body) {
        Some(EventBody::SessionStarted { facts, terms_accepted, .. }) => {
            (facts.clone(), *terms_accepted)
        }
        _ => (CustomerFacts::default(), false),
    };
    Ok(SessionReport {
        row,
        state: SessionState::of(events.iter()),
        assessment,
        facts,
        terms_accepted,
        handoffs: reports::handoffs(&events),
        consents: reports::consents(&events),
        events: events.into_events(),
    })
}
