//! Why the portal could not be reached or did not do as asked.

use corporate_protocol::{ErrorCode, Problem};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type of a [`Problem`] (RFC 9457).
const PROBLEM: &str = "application/problem+json";

/// What can go wrong between this machine and its portal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// No connection: network, proxy, name or TLS. Trying again makes sense.
    #[error("the portal could not be reached: {0}")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Who answers can't prove to be the portal. Trying again may help, as in a captive network.
    #[error("the connection to the portal is not secure: {0}")]
    NotSecure(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The proxy gives no tunnel to the portal.
    #[error("the proxy refuses the connection")]
    ProxyRefused,
    /// The portal has answered, and said no.
    #[error("the portal refused: {0}")]
    Refused(ErrorCode),
    /// Something has answered, but not as our portal does.
    #[error("the portal's answer was not understood")]
    NotUnderstood,
    /// The proxy's address, as this machine has it, can't be used.
    #[error(transparent)]
    Proxy(#[from] corporate_proxy::ProxyError),
}

impl LinkError {
    /// Wraps whatever went wrong on the way.
    pub(crate) fn unreachable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreachable(source.into())
    }

    /// What an error answer means. A body that can't be read still has a status, but what ends a
    /// session for good is believed of our portal only: anything between may answer 403 or 404.
    pub(crate) fn of_answer(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        if let Ok(problem) = serde_json::from_slice::<Problem>(body) {
            return Self::Refused(problem.code);
        }
        // The body of a refused upgrade may come in a later packet, which nobody reads.
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_problem = kind.is_some_and(|kind| kind.starts_with(PROBLEM));
        match status {
            401 if is_problem => Self::Refused(ErrorCode::NotSignedIn),
            403 if is_problem => Self::Refused(ErrorCode::NotAllowed),
            404 if is_problem => Self::Refused(ErrorCode::NotFound),
            410 if is_problem => Self::Refused(ErrorCode::SessionEnded),
            426 if is_problem => Self::Refused(ErrorCode::VersionUnsupported),
            429 => Self::Refused(ErrorCode::RateLimited),
            500..=599 => Self::Refused(ErrorCode::Unavailable),
            _ => Self::NotUnderstood,
        }
    }

    /// Whether another attempt may end differently.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_)
            | Self::NotSecure(_)
            | Self::ProxyRefused
            | Self::NotUnderstood => true,
            Self::Refused(code) => matches!(
                code,
                ErrorCode::Unavailable | ErrorCode::Internal | ErrorCode::RateLimited
            ),
            Self::Proxy(_) => false,
        }
    }

    /// The name under which the app has a sentence of its own for it, where it has one.
    pub const fn own_problem(&self) -> Option<&'static str> {
        match self {
            Self::NotSecure(_) => Some("not_secure"),
            Self::ProxyRefused | Self::Proxy(_) => Some("proxy"),
            _ => None,
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

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Bug: a proxy's 403 in the middle of a restart ended the session for good.
    #[test]
    fn only_our_portals_no_is_final() {
        let mut problem = HeaderMap::new();
        problem.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        for status in [401, 403, 404, 410, 426] {
            for body in ["", "<html>", "{}"] {
                let error = LinkError::of_answer(status, &HeaderMap::new(), body.as_bytes());
                assert!(error.may_pass(), "{status} {body}: {error:?}");
            }
            let error = LinkError::of_answer(status, &problem, b"");
            assert!(!error.may_pass(), "{status}: {error:?}");
        }
        let body = serde_json::to_vec(&Problem::new(ErrorCode::NotInSession)).expect("JSON");
        let error = LinkError::of_answer(403, &HeaderMap::new(), &body);
        assert!(matches!(error, LinkError::Refused(ErrorCode::NotInSession)), "{error:?}");
    }
}
