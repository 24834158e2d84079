//! `GET /api/v1/sessions/{session}/log`: the session log socket.

use axum::extract::State;
use axum::response::Response;
use corporate_protocol::{ErrorCode, LOG_PROTOCOL, Seq, limits};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::sockets::{Upgrade, log as socket};
use crate::state::Shared;
use crate::web::{As, Failure, Member, Query, Session};

/// When to try again where one side of a session has as many sockets as it may.
const ROOM_SECONDS: u32 = 10;

/// Where to go on from, and as whom.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct From {
    #[serde(default)]
    after: Seq,
    /// Chooses where one browser holds cookies for both; read with the route's rights.
    #[expect(dead_code, reason = "it is read in front of this handler")]
    r#as: Option<As>,
}

/// Opens the socket for whoever may read along.
pub(crate) async fn log(
    State(services): State<Shared>,
    Session(session): Session,
    Query(from): Query<From>,
    member: Member,
    upgrade: Upgrade,
) -> Result<Response, Failure> {
    let live = services.sessions.open(session).await?;
    let Some(place) = services.sessions.bounds.socket(session, member.side()) else {
        services.metrics.socket_refused();
        return Err(Failure::from(ErrorCode::RateLimited).retry_after(ROOM_SECONDS));
    };
    let shared = services.clone();
    Ok(upgrade.run(&services, LOG_PROTOCOL, limits::SOCKET_TEXT_BYTES, move |wire| async move {
        socket::run(shared, live, member, from.after, wire).await;
        drop(place);
    }))
}
