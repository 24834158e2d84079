//! `GET /api/v1/chats/current`: the chat that a loaded page goes on with.

use axum::extract::State;
use corporate_protocol::{ChatStarted, ErrorCode, Phase};

use crate::state::Shared;
use crate::web::{Failure, WebChat};

/// Answers with the session of the cookie while it goes on.
pub(crate) async fn current(
    State(services): State<Shared>,
    chat: Result<WebChat, Failure>,
) -> Result<axum::Json<ChatStarted>, Failure> {
    let WebChat(access) = chat.map_err(|_| ErrorCode::NotFound)?;
    let live = services.sessions.open(access.session).await?;
    if live.overview().state.phase == Phase::Ended {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(axum::Json(ChatStarted { session: access.session }))
}
