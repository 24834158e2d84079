//! `GET /api/v1/sessions/{session}/transcript.txt`: the chat as a text file.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{ErrorCode, Language};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::Shared;
use crate::transcript;
use crate::web::{As, Failure, Member, Query, Session};

/// How to write it, and as whom it is asked for.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct How {
    lang: Option<String>,
    zone: Option<String>,
    /// Chooses where one browser holds cookies for both; read with the route's rights.
    #[expect(dead_code, reason = "it is read in front of this handler")]
    r#as: Option<As>,
}

/// Sends the transcript to those who take part and to those with the right to reports.
pub(crate) async fn transcript(
    State(services): State<Shared>,
    Session(session): Session,
    Query(how): Query<How>,
    reader: Member,
) -> Result<Response, Failure> {
    let live = services.sessions.open(session).await?;
    let overview = live.overview();
    if let Member::Agent(agent, _) = &reader
        && !reader.takes_part(&overview)
    {
        services.audit.note_reading(agent, session).await?;
    }
    let language = how.lang.as_deref().map_or(overview.state.language, Language::from_tag);
    let account = services.store.account().await?.settings;
    let queues = services.store.queues().await?;
    let events = services.sessions.whole_log(session).await?;
    let zone = transcript::zone(how.zone.as_deref());
    let text = transcript::write(&events, &account.company, &queues, language, &zone);
    let name = transcript::file_name(&events, language, &zone);
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .map_err(|_| ErrorCode::Internal)?;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let about = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
    Ok((about, text).into_response())
}
