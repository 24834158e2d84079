//! Every error answer: `application/problem+json` with a code, never internals. What went wrong
//! inside is logged here, once.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use corporate_protocol::{ErrorCode, Problem};

use crate::agents::SignInError;
use crate::files::FileError;
use crate::rate_limit::TooSoon;
use crate::reception::ReceptionError;
use crate::sessions::SessionError;
use crate::staff::ManageError;
use crate::store::StoreError;

/// A request that failed.
#[derive(Debug)]
pub(crate) struct Failure(Problem);

impl Failure {
    /// What went wrong.
    pub(crate) const fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// Says which field of the request is meant, as the request names it.
    #[must_use]
    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Says after how many seconds it may work.
    #[must_use]
    pub(crate) const fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }
}

/// The answer for a code, under another status than the code's own.
pub(crate) fn problem(code: ErrorCode, status: StatusCode) -> Response {
    answer(&Problem { status: status.as_u16(), ..Problem::new(code) })
}

fn answer(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        answer(&self.0)
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self(Problem::new(code))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        log(&error);
        Self::from(ErrorCode::Internal)
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        if !matches!(error, SessionError::Refused(_)) {
            log(&error);
        }
        Self::from(error.code())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Refused(code) => Self::from(code),
            FileError::Session(error) => Self::from(error),
            FileError::Store(error) => Self::from(error),
            disk @ FileError::Disk(_) => {
                log(&disk);
                Self::from(ErrorCode::Internal)
            }
        }
    }
}

impl From<ManageError> for Failure {
    fn from(error: ManageError) -> Self {
        match error {
            ManageError::Refused { code, field: Some(field) } => Self::from(code).at(field),
            ManageError::Refused { code, field: None } => Self::from(code),
            ManageError::Store(error) => error.into(),
            ManageError::Session(error) => error.into(),
            ManageError::Password(error) => error.into(),
        }
    }
}

impl From<ReceptionError> for Failure {
    fn from(error: ReceptionError) -> Self {
        match error {
            ReceptionError::Form(error) => Self::from(error.code).at(error.field),
            ReceptionError::TooSoon(wait) => Self::from(wait),
            ReceptionError::Session(error) => Self::from(error),
        }
    }
}

impl From<TooSoon> for Failure {
    fn from(wait: TooSoon) -> Self {
        Self::from(ErrorCode::RateLimited).retry_after(wait.seconds())
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused(code) => Self::from(code),
            SignInError::TooSoon(seconds) => {
                Self::from(ErrorCode::RateLimited).retry_after(seconds)
            }
            SignInError::PasswordLength | SignInError::PasswordWeak => {
                Self::from(ErrorCode::PasswordWeak)
            }
            other => {
                log(&other);
                Self::from(ErrorCode::Internal)
            }
        }
    }
}

/// Logs an error with its sources.
fn log(error: &dyn std::error::Error) {
    let source = error.source().map(ToString::to_string).unwrap_or_default();
    tracing::error!(%error, error.source = source, "request failed");
}
