//! `PUT /api/v1/agents/me/availability`: whether an agent takes sessions now.

use axum::extract::State;
use corporate_protocol::{Availability, ErrorCode, OwnAvailability};

use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Keeps the agent's choice. Who is offline is seen, not said.
pub(crate) async fn availability(
    State(services): State<Shared>,
    SignedIn { agent, .. }: SignedIn,
    Json(chosen): Json<OwnAvailability>,
) -> Result<axum::Json<OwnAvailability>, Failure> {
    if chosen.availability == Availability::Offline {
        return Err(Failure::from(ErrorCode::BadRequest).at("availability"));
    }
    services.store.put_availability(agent.id, chosen.availability).await?;
    services.lobby.choose(agent.id, chosen.availability);
    Ok(axum::Json(chosen))
}
