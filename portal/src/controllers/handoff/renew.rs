//! `POST /api/v1/handoff/renew`: a ticket for a younger one, from the opener while its user
//! decides or the app is on its way, and from an app that follows a link.

use axum::extract::State;
use corporate_protocol::{RenewRequest, RenewResponse};
use tokio::time::Instant;

use crate::state::Shared;
use crate::web::{Client, Failure, Json};

/// Renews a ticket.
pub(crate) async fn renew(
    State(services): State<Shared>,
    Client(address): Client,
    Json(request): Json<RenewRequest>,
) -> Result<axum::Json<RenewResponse>, Failure> {
    services.limits.handoffs.ticket(&address, Instant::now())?;
    let portal = services.clone();
    let ticket =
        super::to_the_end(&services, async move { portal.handoffs.renew(&request.ticket).await })
            .await?;
    Ok(axum::Json(RenewResponse { ticket }))
}
