//! `POST /api/v1/handoff/redeem`: a code for a ticket and the release, from the opener or from an
//! app that follows a link.

use axum::extract::State;
use corporate_protocol::{ErrorCode, RedeemRequest, RedeemResponse};
use tokio::time::Instant;

use crate::handoffs::Guesses;
use crate::state::Shared;
use crate::web::{Client, Failure, Json};

/// Redeems a code.
pub(crate) async fn redeem(
    State(services): State<Shared>,
    Client(address): Client,
    Json(request): Json<RedeemRequest>,
) -> Result<axum::Json<RedeemResponse>, Failure> {
    let attempt = services.limits.handoffs.code(&address, Instant::now())?;
    let answer = answer(&services, request).await;
    Guesses::shown(attempt, answer.as_ref().err().map(Failure::code), Instant::now());
    answer.map(axum::Json)
}

/// Looks for the release first: a code is not used up for nothing.
async fn answer(services: &Shared, request: RedeemRequest) -> Result<RedeemResponse, Failure> {
    super::check(&request.machine)?;
    let machine = &request.machine;
    let release = services
        .release
        .as_ref()
        .filter(|release| release.has_app(machine.system, &machine.arch))
        .ok_or(ErrorCode::ReleaseMissing)?;
    let company = services.store.account().await?.settings.company;
    let portal = services.clone();
    let redeemed = super::to_the_end(services, async move {
        portal.handoffs.redeem(&request.code, &request.machine).await
    })
    .await?;
    Ok(RedeemResponse {
        ticket: redeemed.ticket,
        company,
        agent: redeemed.agent,
        language: redeemed.language,
        release: release.signed().clone(),
    })
}
