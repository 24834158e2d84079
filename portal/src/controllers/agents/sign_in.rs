//! `POST /api/v1/agents/sign-in`: e-mail, password and second factor for a cookie.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use corporate_protocol::SignIn;

use super::me::own;
use crate::agents::{Attempt, DEVICE_SECONDS, SIGN_IN_SECONDS, Welcome};
use crate::facts;
use crate::state::Shared;
use crate::web::{AGENT_COOKIE, Client, Failure, Json, read_devices, set_cookie, set_device};

/// Signs an agent in, and makes the device known.
pub(crate) async fn sign_in(
    State(services): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Result<Response, Failure> {
    let SignIn { email, password, second_factor } = body;
    let facts = facts::of(&headers, None);
    let attempt = Attempt {
        from,
        browser: facts.browser,
        system: facts.system,
        devices: read_devices(&headers, &services.origin),
        email,
        password,
        second_factor,
    };
    let welcome = services.door.sign_in(attempt).await.inspect_err(|error| {
        tracing::warn!(%error, address = %from, "sign-in refused");
    })?;
    let Welcome { agent, credential, device } = welcome;
    tracing::info!(agent.id = %agent.id, "agent signed in");
    let origin = &services.origin;
    let cookie = set_cookie(origin, AGENT_COOKIE, &credential, SIGN_IN_SECONDS);
    let device = device.map(|token| set_device(origin, agent.id, token, DEVICE_SECONDS));
    let cookies = [Some(cookie), device].into_iter().flatten();
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, axum::Json(own(&services, agent).await?)).into_response())
}
