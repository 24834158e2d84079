//! `GET /api/v1/replies`: what agents keep at hand.

use axum::extract::State;
use corporate_protocol::settings::CannedReply;

use crate::state::Shared;
use crate::web::Failure;

/// Answers with the account's canned replies.
pub(crate) async fn list(
    State(services): State<Shared>,
) -> Result<axum::Json<Vec<CannedReply>>, Failure> {
    Ok(axum::Json(services.store.account().await?.settings.replies))
}
