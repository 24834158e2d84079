//! What an agent is to be, as a page sends it: each part that can't be read is named.

use axum::extract::FromRequest;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{AgentDetails, ErrorCode};
use serde_json::Value;

use crate::document;
use crate::web::{Failure, Json};

/// An agent's details out of a body.
pub(crate) struct Details(pub(crate) AgentDetails);

impl<S: Send + Sync> FromRequest<S> for Details {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let Json(body) = Json::<Value>::from_request(request, state).await?;
        let details = document::read(&body);
        details.map(Self).map_err(|field| unfit(field).into_response())
    }
}

fn unfit(field: String) -> Failure {
    let code = match field.split('.').next().unwrap_or_default() {
        "name" => ErrorCode::NameInvalid,
        "email" => ErrorCode::EmailInvalid,
        "queues" => ErrorCode::QueueUnknown,
        "most_sessions" => ErrorCode::SettingInvalid,
        _ => ErrorCode::BadRequest,
    };
    Failure::from(code).at(field)
}
