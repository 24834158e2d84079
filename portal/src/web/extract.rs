//! The extractors of the controllers; what they refuse becomes a problem like any other.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{ErrorCode, SessionId, System};
use serde::de::DeserializeOwned;

use super::{Failure, problem};

/// A JSON body; needs the content type, which keeps plain forms of other sites out.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(problem(ErrorCode::BadRequest, StatusCode::UNSUPPORTED_MEDIA_TYPE))
            }
            Err(other) if other.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Failure::from(ErrorCode::TooLarge).into_response())
            }
            Err(_) => Err(Failure::from(ErrorCode::BadRequest).into_response()),
        }
    }
}

/// The session in the path.
pub(crate) struct Session(pub(crate) SessionId);

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        super::rights::session(parts).await.map(Self)
    }
}

/// The query.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let query = axum::extract::Query::from_request_parts(parts, state).await;
        let axum::extract::Query(value) = query.map_err(|_| ErrorCode::BadRequest)?;
        Ok(Self(value))
    }
}

/// The system that a browser names in its `User-Agent`.
pub(crate) fn system_of(headers: &HeaderMap) -> System {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    if agent.contains("Windows") {
        System::Windows
    } else if agent.contains("Mac OS X") || agent.contains("Macintosh") {
        System::Macos
    } else {
        System::Linux
    }
}
