//! `GET /api/v1/sessions/{session}/screen`: the app's screen socket.

use axum::extract::State;
use axum::response::Response;
use corporate_protocol::{ErrorCode, Phase, SCREEN_PROTOCOL, limits};

use crate::sockets::{Upgrade, screen as socket};
use crate::state::Shared;
use crate::web::{AppMember, Failure, Session};

/// Opens the socket for the app that takes part.
pub(crate) async fn screen(
    State(services): State<Shared>,
    Session(session): Session,
    AppMember(handoff): AppMember,
    upgrade: Upgrade,
) -> Result<Response, Failure> {
    let live = services.sessions.open(session).await?;
    if live.overview().state.phase == Phase::Ended {
        return Err(ErrorCode::SessionEnded.into());
    }
    let shared = services.clone();
    Ok(upgrade.run(&services, SCREEN_PROTOCOL, limits::SCREEN_MESSAGE_BYTES, move |wire| {
        socket::run(shared, live, handoff, wire)
    }))
}
