//! `GET /api/v1/sessions/{session}/screen`: the app's screen socket.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use corporate_protocol::{ErrorCode, Phase, SCREEN_PROTOCOL, limits};

use crate::sockets::{Upgrade, screen as socket};
use crate::state::Shared;
use crate::web::{Failure, Session, app_member};

/// Opens the socket for the app that takes part.
pub(crate) async fn screen(
    State(services): State<Shared>,
    Session(session): Session,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Failure>,
) -> Result<Response, Failure> {
    let handoff = app_member(&services, &headers, session).await?;
    let live = services.sessions.open(session).await?;
    let overview = live.overview();
    if overview.state.phase == Phase::Ended {
        return Err(ErrorCode::SessionEnded.into());
    }
    if !overview.app_of(handoff) {
        return Err(ErrorCode::NotInSession.into());
    }
    let shared = services.clone();
    Ok(upgrade?.run(&services, SCREEN_PROTOCOL, limits::SCREEN_MESSAGE_BYTES, move |wire| {
        socket::run(shared, live, handoff, wire)
    }))
}
