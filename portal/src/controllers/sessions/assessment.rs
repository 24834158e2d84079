//! `GET|PUT /api/v1/sessions/{session}/assessment`: outcome and note of a session. Kept apart from
//! the log, so that no customer's window ever has them.

use axum::extract::State;
use corporate_protocol::{Assessment, ErrorCode, limits};

use crate::state::Shared;
use crate::web::{Failure, Json, Session};

/// Answers with what agents noted, also after the end.
pub(crate) async fn assessment(
    State(services): State<Shared>,
    Session(session): Session,
) -> Result<axum::Json<Assessment>, Failure> {
    services.sessions.open(session).await?;
    Ok(axum::Json(services.store.assessment(session).await?))
}

/// Keeps what an agent of the session noted.
pub(crate) async fn assess(
    State(services): State<Shared>,
    Session(session): Session,
    Json(Assessment { outcome, note }): Json<Assessment>,
) -> Result<axum::Json<Assessment>, Failure> {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let note: String = note.chars().filter(kept).collect();
    if note.chars().nth(limits::NOTE_CHARS).is_some() {
        return Err(Failure::from(ErrorCode::MessageInvalid).at("note"));
    }
    let assessment = Assessment { outcome, note };
    services.store.put_assessment(session, &assessment).await?;
    Ok(axum::Json(assessment))
}
