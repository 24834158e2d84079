//! The chat inside other sites' pages: which of them may frame it, and how a request says that it
//! comes from such a frame. Everything else of the portal can't be framed by anybody.
//!
//! A frame in another site's page gets no cookie that is `SameSite=Strict`, so a chat that is
//! started there has one with `SameSite=None`, and forgery across sites must be impossible for
//! other reasons. It is, for five, of which the first would do:
//!
//! 1. What changes something or opens a socket is refused unless its `Origin` is the portal's own
//!    (or `Sec-Fetch-Site` is `same-origin`); a page of another site can't set either. The frame's
//!    own requests have the portal's origin, as it is the portal's page that sends them.
//! 2. The cookie is `Partitioned`: a browser sends it only below the site in whose page the chat
//!    was started, so that no third site's page sends it at all.
//! 3. It is good for one chat, and gives no agent's right.
//! 4. What only reads changes nothing, and its answer can't be read from another origin: there is
//!    no CORS header, and `Cross-Origin-Resource-Policy` is `same-origin`.
//! 5. Clicks can't be stolen by pages that the account does not list: `frame-ancestors`.
//!
//! Browsers that know no partitioned cookies take it as a plain `SameSite=None` one; the other
//! four still hold.

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use corporate_protocol::AccountSettings;

use crate::web::CSP;

/// An answer that carries the frame policy of [`policy`]; the header `X-Frame-Options`, which
/// could only contradict it, is left out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framed;

/// The chat page's policy: as for all pages, but with the account's list of who may frame it.
/// None where nobody may.
pub(crate) fn policy(settings: &AccountSettings) -> Option<HeaderValue> {
    let origins: Vec<&str> =
        settings.embed_origins.iter().map(String::as_str).filter(|text| is_plain(text)).collect();
    if origins.is_empty() {
        return None;
    }
    let base = CSP.strip_suffix("frame-ancestors 'none'")?;
    let text = format!("{base}frame-ancestors 'self' {}", origins.join(" "));
    HeaderValue::try_from(text).ok()
}

/// Whether an origin has nothing in it that means something in a policy; the settings are
/// checked when they are kept, and this is where a mistake there would count.
fn is_plain(origin: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(plain))
}

/// Whether a chat is started from inside another site's page: the page says so by `?embed=1`.
/// That gives no right; it chooses the cookie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Embedded(pub(crate) bool);

impl<S: Send + Sync> FromRequestParts<S> for Embedded {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(query.split('&').any(|pair| pair == "embed=1")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(origins: &[&str]) -> Option<String> {
        let embed_origins = origins.iter().map(|&text| text.to_owned()).collect();
        let settings = AccountSettings { embed_origins, ..AccountSettings::default() };
        policy(&settings).map(|value| value.to_str().expect("text").to_owned())
    }

    #[test]
    fn only_listed_origins_stand_in_the_policy() {
        assert_eq!(of(&[]), None);
        let text = of(&["https://www.example.com", "http://localhost:3000"]).expect("a policy");
        let end = "frame-ancestors 'self' https://www.example.com http://localhost:3000";
        assert!(text.starts_with("default-src 'none'; ") && text.ends_with(end), "{text}");
    }

    #[test]
    fn nothing_can_be_smuggled_into_the_policy() {
        for bad in [
            "https://a.example;script-src",
            "https://a b",
            "*",
            "https://*",
            "'self'",
            "",
            "https://",
            "data:",
            "https://a.example,https://b.example",
        ] {
            assert_eq!(of(&[bad]), None, "{bad}");
            let with_good = of(&[bad, "https://a.example"]).expect("a policy");
            assert!(with_good.ends_with("'self' https://a.example"), "{with_good}");
        }
    }
}
