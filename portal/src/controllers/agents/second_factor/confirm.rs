//! `PUT /api/v1/agents/me/second-factor`: the first code of a new secret.

use axum::extract::State;
use corporate_protocol::{ConfirmSecondFactor, RecoveryCodes};

use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Asks for the second factor from now on, and shows the recovery codes this once.
pub(crate) async fn confirm(
    State(services): State<Shared>,
    signed_in: SignedIn,
    Json(body): Json<ConfirmSecondFactor>,
) -> Result<axum::Json<RecoveryCodes>, Failure> {
    let recovery_codes = services.door.confirm_second_factor(&signed_in, &body.code).await?;
    tracing::info!(agent.id = %signed_in.agent.id, "second factor set up");
    Ok(axum::Json(RecoveryCodes { recovery_codes }))
}
