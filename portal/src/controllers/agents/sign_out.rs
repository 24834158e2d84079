//! `POST /api/v1/agents/sign-out`: ends the sign-in on the server too, not only in the browser.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::state::Shared;
use crate::web::{AGENT_COOKIE, Failure, SignedIn, clear_cookie};

/// Signs the agent out.
pub(crate) async fn sign_out(
    State(services): State<Shared>,
    signed_in: SignedIn,
) -> Result<Response, Failure> {
    services.door.sign_out(&signed_in.credential).await?;
    let cookie = clear_cookie(&services.origin, AGENT_COOKIE);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
