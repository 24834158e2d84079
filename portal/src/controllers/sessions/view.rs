//! `GET /api/v1/sessions/{session}/view`: a viewer's socket.

use axum::extract::State;
use axum::response::Response;
use corporate_protocol::{ErrorCode, Phase, SCREEN_PROTOCOL, limits};

use crate::sockets::{Upgrade, view as socket};
use crate::state::Shared;
use crate::web::{Failure, Member, Session};

/// Opens the socket for an agent who takes part.
pub(crate) async fn view(
    State(services): State<Shared>,
    Session(session): Session,
    member: Member,
    upgrade: Upgrade,
) -> Result<Response, Failure> {
    let live = services.sessions.open(session).await?;
    if live.overview().state.phase == Phase::Ended {
        return Err(ErrorCode::SessionEnded.into());
    }
    let shared = services.clone();
    Ok(upgrade.run(&services, SCREEN_PROTOCOL, limits::SOCKET_TEXT_BYTES, move |wire| {
        socket::run(shared, live, member, wire)
    }))
}
