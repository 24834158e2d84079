//! `GET /api/v1/agents/me/sign-ins`: the devices on which the agent is signed in.

use axum::extract::State;
use corporate_protocol::SignInDevice;

use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Answers with one row a sign-in, the last used first.
pub(crate) async fn sign_ins(
    State(services): State<Shared>,
    signed_in: SignedIn,
) -> Result<axum::Json<Vec<SignInDevice>>, Failure> {
    Ok(axum::Json(services.door.sign_ins(&signed_in).await?))
}
