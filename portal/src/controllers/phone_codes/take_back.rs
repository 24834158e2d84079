//! `DELETE /api/v1/phone-codes/current`: an agent's code stops working.

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Takes the agent's code back, if there is one.
pub(crate) async fn take_back(
    State(services): State<Shared>,
    SignedIn { agent, .. }: SignedIn,
) -> Result<StatusCode, Failure> {
    services.phone.take_back(&agent).await?;
    Ok(StatusCode::NO_CONTENT)
}
