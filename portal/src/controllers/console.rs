//! `GET /api/v1/console/sessions`: the socket behind the list view.

use axum::extract::State;
use axum::response::Response;
use corporate_protocol::limits;

use crate::sockets::{Upgrade, list};
use crate::state::Shared;
use crate::web::Member;

/// Opens the list socket for an agent.
pub(crate) async fn sessions(
    State(services): State<Shared>,
    member: Member,
    upgrade: Upgrade,
) -> Response {
    let socket = services.clone();
    upgrade.run(&services, list::PROTOCOL, limits::SOCKET_TEXT_BYTES, |wire| {
        list::run(socket, member, wire)
    })
}
