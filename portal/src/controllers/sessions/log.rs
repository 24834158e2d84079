//! `GET /api/v1/sessions/{session}/log`: the session log socket.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use corporate_protocol::{LOG_PROTOCOL, Seq, limits};
use serde::Deserialize;

use crate::sockets::{Upgrade, log as socket};
use crate::state::Shared;
use crate::web::{As, Failure, Query, Session, member};

/// Where to go on from, and as whom.
#[derive(Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    after: Seq,
    r#as: Option<As>,
}

/// Opens the socket for whoever may read along.
pub(crate) async fn log(
    State(services): State<Shared>,
    Session(session): Session,
    Query(from): Query<From>,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Failure>,
) -> Result<Response, Failure> {
    let member = member(&services, &headers, session, from.r#as).await?;
    let live = services.sessions.open(session).await?;
    member.may_read(&live.overview())?;
    let shared = services.clone();
    Ok(upgrade?.run(&services, LOG_PROTOCOL, limits::SOCKET_TEXT_BYTES, move |wire| {
        socket::run(shared, live, member, from.after, wire)
    }))
}
