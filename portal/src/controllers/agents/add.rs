//! `POST /api/v1/agents`: adds an agent; the answer is the only time that the password is shown.

use axum::extract::State;
use axum::http::StatusCode;
use corporate_protocol::NewPassword;

use super::details::Details;
use crate::staff::agents;
use crate::state::Shared;
use crate::web::{Failure, SignedIn};

/// Adds an agent.
pub(crate) async fn add(
    State(services): State<Shared>,
    SignedIn { agent, .. }: SignedIn,
    Details(details): Details,
) -> Result<(StatusCode, axum::Json<NewPassword>), Failure> {
    let added = agents::add(&services, &agent, details).await?;
    Ok((StatusCode::CREATED, axum::Json(added)))
}
