//! Every error answer: `application/problem+json` with a code, never internals. What went wrong
//! inside is logged here, once.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use corporate_protocol::{ErrorCode, Problem};

use crate::agents::SignInError;
use crate::sessions::SessionError;
use crate::store::StoreError;

/// A request that failed.
#[derive(Debug)]
pub(crate) struct Failure(ErrorCode);

/// The answer for a code, under another status than the code's own.
pub(crate) fn problem(code: ErrorCode, status: StatusCode) -> Response {
    let problem = Problem { status: status.as_u16(), ..Problem::new(code) };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        problem(self.0, status)
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self(code)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        log(&error);
        Self(ErrorCode::Internal)
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        if !matches!(error, SessionError::Refused(_)) {
            log(&error);
        }
        Self(error.code())
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused(code) => Self(code),
            other => {
                log(&other);
                Self(ErrorCode::Internal)
            }
        }
    }
}

/// Logs an error with its sources.
fn log(error: &dyn std::error::Error) {
    let source = error.source().map(ToString::to_string).unwrap_or_default();
    tracing::error!(%error, error.source = source, "request failed");
}
