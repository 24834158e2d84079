//! `GET /api/v1/sessions/{session}/log`: the session log socket.

use axum::extract::State;
use axum::response::Response;
use corporate_protocol::{LOG_PROTOCOL, Seq, limits};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::sockets::{Upgrade, log as socket};
use crate::state::Shared;
use crate::web::{As, Failure, Member, Query, Session};

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
    let shared = services.clone();
    Ok(upgrade.run(&services, LOG_PROTOCOL, limits::SOCKET_TEXT_BYTES, move |wire| {
        socket::run(shared, live, member, from.after, wire)
    }))
}
