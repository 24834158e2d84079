//! `POST /api/v1/sessions/{session}/handoff`: a new code, for the customer's download or for an
//! agent to read out.

use axum::extract::State;
use axum::http::HeaderMap;
use corporate_protocol::HandoffOffer;
use tokio::time::Instant;

use crate::state::Shared;
use crate::web::{Failure, Member, Session, system_of};

/// Makes a code while an upgrade is under way.
pub(crate) async fn handoff(
    State(services): State<Shared>,
    Session(session): Session,
    maker: Member,
    headers: HeaderMap,
) -> Result<axum::Json<HandoffOffer>, Failure> {
    services.limits.codes.take(&(session, maker.side()), Instant::now())?;
    let live = services.sessions.open(session).await?;
    let system = system_of(&headers);
    Ok(axum::Json(services.handoffs.offer(&live, &maker.author(), system).await?))
}
