//! `POST /api/v1/handoff/redeem`: the opener's code for a ticket and the release.

use axum::extract::State;
use corporate_protocol::{ErrorCode, RedeemRequest, RedeemResponse};
use tokio::time::Instant;

use crate::state::Shared;
use crate::web::{Client, Failure, Json};

/// Redeems a code. Looks for the release first: a code is not used up for nothing.
pub(crate) async fn redeem(
    State(services): State<Shared>,
    Client(address): Client,
    Json(request): Json<RedeemRequest>,
) -> Result<axum::Json<RedeemResponse>, Failure> {
    services.limits.handoffs.code(&address, Instant::now())?;
    super::check(&request.machine)?;
    let machine = &request.machine;
    let release = services
        .release
        .as_ref()
        .filter(|release| release.has_app(machine.system, &machine.arch))
        .ok_or(ErrorCode::ReleaseMissing)?;
    let company = services.store.account().await?.settings.company;
    let portal = services.clone();
    let redeemed = super::to_the_end(&services, async move {
        portal.handoffs.redeem(&request.code, &request.machine).await
    })
    .await
    .inspect_err(|failure| {
        services.limits.handoffs.refused(&address, failure.code(), Instant::now());
    })?;
    Ok(axum::Json(RedeemResponse {
        ticket: redeemed.ticket,
        company,
        agent: redeemed.agent,
        language: redeemed.language,
        release: release.signed().clone(),
    }))
}
