//! `POST /api/v1/phone-codes/redeem`: a customer types a code in; answered as a started chat.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{ChatStarted, ErrorCode, Language};
use serde::Deserialize;

use crate::embedding::Embedded;
use crate::facts;
use crate::phone::Caller;
use crate::reception::Filled;
use crate::sessions::CREDENTIAL_SECONDS;
use crate::state::Shared;
use crate::web::{Client, Failure, Json, set_chat_cookies};

/// `RedeemPhoneCode` before its parts are checked, so that each can be refused by name.
#[derive(Deserialize)]
pub(crate) struct Unchecked {
    code: String,
    name: Option<String>,
    email: Option<String>,
    language: Option<Language>,
    #[serde(default)]
    terms_accepted: bool,
}

/// Opens the session of a code.
pub(crate) async fn redeem(
    State(services): State<Shared>,
    Client(address): Client,
    Embedded(embedded): Embedded,
    headers: HeaderMap,
    Json(body): Json<Unchecked>,
) -> Result<Response, Failure> {
    let Unchecked { code, name, email, language, terms_accepted } = body;
    let filled = Filled { name, question: None, email, terms_accepted };
    let facts = facts::of(&headers, None);
    let caller = Caller { address, code, filled, language, facts };
    let portal = services.clone();
    // A code that is used up must lead somewhere, even where the page has gone meanwhile.
    let redeemed = services.tasks.spawn(async move { portal.phone.redeem(&caller).await }).await;
    let redeemed = redeemed.map_err(|error| {
        tracing::error!(%error, "a phone code's step did not end");
        ErrorCode::Internal
    })?;
    let (session, credential) = redeemed.inspect_err(|error| {
        tracing::warn!(%error, %address, "phone code refused");
    })?;
    let cookies = set_chat_cookies(&services.origin, embedded, &credential, CREDENTIAL_SECONDS);
    let body = axum::Json(ChatStarted { session });
    Ok((StatusCode::CREATED, cookies, body).into_response())
}
