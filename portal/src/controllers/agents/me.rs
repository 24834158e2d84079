//! `GET /api/v1/agents/me`: who is signed in here.

use corporate_protocol::OwnAgent;

use crate::web::SignedIn;

/// Answers with the agent of the cookie.
pub(crate) async fn me(signed_in: SignedIn) -> axum::Json<OwnAgent> {
    axum::Json(super::own(signed_in.agent))
}
