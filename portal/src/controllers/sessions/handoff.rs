//! `POST /api/v1/sessions/{session}/handoff`: a new code for the customer's download.

use axum::extract::State;
use axum::http::HeaderMap;
use corporate_protocol::HandoffOffer;
use tokio::time::Instant;

use crate::state::Shared;
use crate::web::{Failure, Session, system_of};

/// Makes a code while an upgrade is under way.
pub(crate) async fn handoff(
    State(services): State<Shared>,
    Session(session): Session,
    headers: HeaderMap,
) -> Result<axum::Json<HandoffOffer>, Failure> {
    services.limits.codes.take(&session, Instant::now())?;
    let live = services.sessions.open(session).await?;
    Ok(axum::Json(services.handoffs.offer(&live, system_of(&headers)).await?))
}
