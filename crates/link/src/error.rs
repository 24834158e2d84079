//! Why the portal could not be reached or did not do as asked.

use corporate_protocol::ErrorCode;

/// What can go wrong between this machine and its portal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// No connection: network, proxy, name or TLS. Trying again makes sense.
    #[error("the portal could not be reached: {0}")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The portal has answered, and said no.
    #[error("the portal refused: {0}")]
    Refused(ErrorCode),
    /// Something has answered, but not as our portal does.
    #[error("the portal's answer was not understood")]
    NotUnderstood,
    /// The proxy's address in the environment can't be used.
    #[error(transparent)]
    Proxy(#[from] crate::ProxyError),
}

impl LinkError {
    /// Wraps whatever went wrong on the way.
    pub(crate) fn unreachable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreachable(source.into())
    }

    /// The code that an error answer of this status and body means. A body that is no problem of
    /// ours still has a status.
    pub(crate) fn of_answer(status: u16, body: &[u8]) -> Self {
        if let Ok(problem) = serde_json::from_slice::<corporate_protocol::Problem>(body) {
            return Self::Refused(problem.code);
        }
        match status {
            401 => Self::Refused(ErrorCode::NotSignedIn),
            403 => Self::Refused(ErrorCode::NotAllowed),
            404 => Self::Refused(ErrorCode::NotFound),
            410 => Self::Refused(ErrorCode::SessionEnded),
            426 => Self::Refused(ErrorCode::VersionUnsupported),
            429 => Self::Refused(ErrorCode::RateLimited),
            500..=599 => Self::Refused(ErrorCode::Unavailable),
            _ => Self::NotUnderstood,
        }
    }

    /// Whether another attempt may end differently.
    pub(crate) const fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::NotUnderstood => true,
            Self::Refused(code) => matches!(
                code,
                ErrorCode::Unavailable | ErrorCode::Internal | ErrorCode::RateLimited
            ),
            Self::Proxy(_) => false,
        }
    }

    /// The code to show for it.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) => *code,
            _ => ErrorCode::Unavailable,
        }
    }
}
