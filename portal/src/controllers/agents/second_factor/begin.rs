//! `POST /api/v1/agents/me/second-factor`: a secret for the agent's telephone.

use axum::extract::State;
use corporate_protocol::{NewSecondFactor, ProvePassword};

use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Makes a secret; it counts once a code of it was shown.
pub(crate) async fn begin(
    State(services): State<Shared>,
    signed_in: SignedIn,
    Json(body): Json<ProvePassword>,
) -> Result<axum::Json<NewSecondFactor>, Failure> {
    let company = services.store.account().await?.settings.company;
    let made = services.door.new_second_factor(&signed_in, body.password, &company).await?;
    Ok(axum::Json(made))
}
