//! `GET /api/v1/account`: all settings, and the revision to name when they are put back.

use axum::extract::State;
use corporate_protocol::Account;

use crate::state::Shared;
use crate::web::Failure;

/// Answers with the settings.
pub(crate) async fn get(State(services): State<Shared>) -> Result<axum::Json<Account>, Failure> {
    Ok(axum::Json(services.store.account().await?))
}
