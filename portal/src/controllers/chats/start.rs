//! `POST /api/v1/chats`: a customer begins; the browser gets the chat's cookie.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use corporate_protocol::{
    ChatStarted, ErrorCode, Language, MessageText, PersonName, QueueId, StartChat,
};
use serde::Deserialize;
use tokio::time::Instant;

use crate::sessions::CREDENTIAL_SECONDS;
use crate::state::Shared;
use crate::web::{CHAT_COOKIE, Client, Failure, Json, set_cookie};

/// [`StartChat`] before its parts are checked, so that each can be refused by name.
#[derive(Deserialize)]
pub(crate) struct Unchecked {
    name: String,
    question: Option<String>,
    queue: Option<String>,
    #[serde(default)]
    language: Language,
}

impl Unchecked {
    fn check(self) -> Result<StartChat, ErrorCode> {
        let queue = self.queue.map(QueueId::try_from).transpose();
        Ok(StartChat {
            name: Some(PersonName::parse(&self.name).map_err(|_| ErrorCode::NameInvalid)?),
            question: Some(
                MessageText::parse(self.question.as_deref().unwrap_or_default())
                    .map_err(|_| ErrorCode::MessageInvalid)?,
            ),
            queue: queue.map_err(|_| ErrorCode::QueueUnknown)?,
            language: self.language,
            email: None,
            terms_accepted: false,
            leave_message: false,
            page: None,
        })
    }
}

/// Opens a session.
pub(crate) async fn start(
    State(services): State<Shared>,
    Client(address): Client,
    Json(body): Json<Unchecked>,
) -> Result<Response, Failure> {
    let chat = body.check()?;
    if !services.limits.chats.allows(&address, Instant::now()) {
        return Err(ErrorCode::RateLimited.into());
    }
    let (session, credential) = services.sessions.start(chat).await?;
    let cookie = set_cookie(&services.origin, CHAT_COOKIE, &credential, CREDENTIAL_SECONDS);
    let body = axum::Json(ChatStarted { session });
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], body).into_response())
}
