//! `GET /api/v1/chats/current`: the chat that a loaded page goes on with.

use axum::extract::State;
use corporate_protocol::{ChatStarted, ErrorCode};

use crate::state::Shared;
use crate::web::{Failure, WebChat};

/// How long after its end a chat can be come back to, such as to save it.
const AFTER_END_SECONDS: i64 = 900;

/// Answers with the session of the cookie while it goes on, and a little longer.
pub(crate) async fn current(
    State(services): State<Shared>,
    chat: Result<WebChat, Failure>,
) -> Result<axum::Json<ChatStarted>, Failure> {
    let WebChat(access) = chat.map_err(|_| ErrorCode::NotFound)?;
    let live = services.sessions.open(access.session).await?;
    let over = live.overview().ended_at.map(|ended| ended.plus_seconds(AFTER_END_SECONDS));
    if over.is_some_and(|over| over <= services.sessions.now()) {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(axum::Json(ChatStarted { session: access.session }))
}
