//! Refuses what another site's page might make a browser send: everything that changes something
//! or opens a socket must prove that it comes from one of the portal's own pages.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{ErrorCode, PortalOrigin};

use super::Failure;
use crate::state::Shared;

/// Lets a request through that is harmless, carries a bearer credential, which no browser adds by
/// itself, or comes from a page of this portal.
pub(crate) async fn check(
    State(services): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && !headers.contains_key(header::UPGRADE);
    if safe || may_act(headers, &services.origin) {
        return next.run(request).await;
    }
    Failure::from(ErrorCode::ForeignOrigin).into_response()
}

fn may_act(headers: &HeaderMap, ours: &PortalOrigin) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) => {
            origin == ours.to_string() || same_loopback_host(origin, text(header::HOST))
        }
        None if headers.contains_key(header::ORIGIN) => false,
        None => {
            headers.contains_key(header::AUTHORIZATION)
                || headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
        }
    }
}

/// Whether a page that was opened as `http://localhost:8080` talks to `127.0.0.1:8080` under the
/// same name; other names than loopback ones must be the public address exactly.
fn same_loopback_host(origin: &str, host: Option<&str>) -> bool {
    let is_portal = PortalOrigin::parse(origin).is_ok();
    let name = origin.strip_prefix("http://");
    is_portal && name.is_some() && name == host
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn allowed(ours: &str, pairs: &[(&'static str, &str)]) -> bool {
        let ours = PortalOrigin::parse(ours).expect("an origin");
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let value = HeaderValue::from_str(value).expect("a value");
            headers.insert(HeaderName::from_static(name), value);
        }
        may_act(&headers, &ours)
    }

    #[test]
    fn only_our_own_pages_may_act() {
        let public = "https://support.example.com";
        assert!(allowed(public, &[("origin", public)]));
        assert!(allowed(public, &[("sec-fetch-site", "same-origin")]));
        assert!(allowed(public, &[("authorization", "Bearer x")]));
        for foreign in ["https://evil.example", "null", "https://support.example.com:444", ""] {
            assert!(!allowed(public, &[("origin", foreign)]), "{foreign}");
            let both = [("origin", foreign), ("sec-fetch-site", "same-origin")];
            assert!(!allowed(public, &both), "{foreign}");
            let bearer = [("origin", foreign), ("authorization", "Bearer x")];
            assert!(!allowed(public, &bearer), "{foreign}");
        }
        assert!(!allowed(public, &[("sec-fetch-site", "same-site")]));
        assert!(!allowed(public, &[]));
    }

    #[test]
    fn on_loopback_the_name_may_differ_but_not_from_the_host() {
        let ours = "http://127.0.0.1:8080";
        let origin = ("origin", "http://localhost:8080");
        assert!(allowed(ours, &[origin, ("host", "localhost:8080")]));
        assert!(!allowed(ours, &[origin, ("host", "127.0.0.1:8080")]));
        let rebound = [("origin", "http://evil.example:8080"), ("host", "evil.example:8080")];
        assert!(!allowed(ours, &rebound));
    }
}
