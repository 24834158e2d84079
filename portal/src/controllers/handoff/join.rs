//! `POST /api/v1/handoff/join`: the app's ticket for a credential of its own.

use axum::extract::State;
use corporate_protocol::{JoinRequest, JoinResponse};
use tokio::time::Instant;

use crate::absence;
use crate::state::Shared;
use crate::web::{Client, Failure, Json};

/// Redeems a ticket.
pub(crate) async fn join(
    State(services): State<Shared>,
    Client(address): Client,
    Json(request): Json<JoinRequest>,
) -> Result<axum::Json<JoinResponse>, Failure> {
    services.limits.handoffs.ticket(&address, Instant::now())?;
    super::check(&request.machine)?;
    let company = services.store.account().await?.settings.company;
    let portal = services.clone();
    let joined = super::to_the_end(&services, async move {
        let joined = portal.handoffs.join(&request.ticket, &request.machine).await?;
        let arrival = joined.live.last_app_arrival();
        absence::watch(&portal, &joined.live, joined.handoff, arrival);
        Ok(joined)
    })
    .await?;
    Ok(axum::Json(JoinResponse {
        session: joined.live.id,
        credential: joined.credential,
        company,
        language: joined.language,
        chat_after: joined.chat_after,
    }))
}
