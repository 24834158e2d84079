//! `POST /api/v1/agents/sign-in`: e-mail and password for a cookie.

use std::fmt;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::OwnAgent;
use crate::agents::SIGN_IN_SECONDS;
use crate::state::Shared;
use crate::web::{AGENT_COOKIE, Client, Failure, Json, set_cookie};

/// What the page's form sends.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    email: String,
    password: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SignIn(…)")
    }
}

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
    Ok(([(header::SET_COOKIE, cookie)], axum::Json(OwnAgent::from(agent))).into_response())
}
