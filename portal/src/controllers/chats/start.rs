//! `POST /api/v1/chats`: a customer begins; the browser gets the chat's cookie.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use corporate_protocol::{ChatStarted, ErrorCode, Language, PageAddress, QueueId};
use serde::Deserialize;
use tokio::time::Instant;

use crate::embedding::Embedded;
use crate::facts;
use crate::reception::{self, Filled, Visitor};
use crate::sessions::CREDENTIAL_SECONDS;
use crate::state::Shared;
use crate::web::{Client, Failure, Json, set_chat_cookies};

/// `StartChat` before its parts are checked, so that each can be refused by name.
#[derive(Deserialize)]
pub(crate) struct Unchecked {
    name: Option<String>,
    question: Option<String>,
    email: Option<String>,
    queue: Option<String>,
    page: Option<String>,
    #[serde(default)]
    language: Language,
    #[serde(default)]
    terms_accepted: bool,
    #[serde(default)]
    leave_message: bool,
}

/// Opens a session.
pub(crate) async fn start(
    State(services): State<Shared>,
    Client(address): Client,
    Embedded(embedded): Embedded,
    headers: HeaderMap,
    Json(body): Json<Unchecked>,
) -> Result<Response, Failure> {
    let Unchecked { name, question, email, terms_accepted, .. } = body;
    let queue = body.queue.map(QueueId::try_from).transpose();
    let queue = queue.map_err(|_| Failure::from(ErrorCode::QueueUnknown).at("queue"))?;
    services.limits.chats.take(&address, Instant::now())?;
    // An address that is none is no reason to turn a customer away.
    let page = body.page.and_then(|text| PageAddress::parse(&text).ok());
    let visitor = Visitor {
        address,
        filled: Filled { name, question, email, terms_accepted },
        queue,
        language: body.language,
        leave_message: body.leave_message,
        facts: facts::of(&headers, page),
    };
    let (session, credential) = reception::start(&services, visitor).await?;
    let cookies = set_chat_cookies(&services.origin, embedded, &credential, CREDENTIAL_SECONDS);
    let body = axum::Json(ChatStarted { session });
    Ok((StatusCode::CREATED, cookies, body).into_response())
}
