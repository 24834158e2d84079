//! `POST /api/v1/agents/sign-in`: e-mail and password for a cookie.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::SignIn;

use crate::agents::SIGN_IN_SECONDS;
use crate::state::Shared;
use crate::web::{AGENT_COOKIE, Client, Failure, Json, set_cookie};

/// Signs an agent in.
pub(crate) async fn sign_in(
    State(services): State<Shared>,
    Client(address): Client,
    Json(body): Json<SignIn>,
) -> Result<Response, Failure> {
    let (agent, credential) =
        services.door.sign_in(address, &body.email, body.password).await.inspect_err(|error| {
            tracing::warn!(%error, %address, "sign-in refused");
        })?;
    tracing::info!(agent.id = %agent.id, "agent signed in");
    let cookie = set_cookie(&services.origin, AGENT_COOKIE, &credential, SIGN_IN_SECONDS);
    Ok(([(header::SET_COOKIE, cookie)], axum::Json(super::own(agent))).into_response())
}
