//! The two cookies: both secrets, for the server only, for this site only. On https their names
//! begin with `__Host-` (RFC 6265bis, section 4.1.3.2), so that no sibling domain and no plain
//! http page can plant one; a request that carries a name twice has none of that name.

use axum::http::{HeaderMap, HeaderValue, header};
use corporate_protocol::{Credential, PortalOrigin};

/// The web chat's credential.
pub(crate) const CHAT_COOKIE: &str = "corporate_chat";
/// The agent's sign-in.
pub(crate) const AGENT_COOKIE: &str = "corporate_agent";

/// Reads a secret out of a cookie that is there once.
pub(crate) fn read_cookie(
    headers: &HeaderMap,
    origin: &PortalOrigin,
    name: &str,
) -> Option<Credential> {
    let name = full_name(origin, name);
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    Credential::parse(value).ok()
}

fn is_https(origin: &PortalOrigin) -> bool {
    origin.to_string().starts_with("https:")
}

fn full_name(origin: &PortalOrigin, name: &str) -> String {
    // Browsers keep such a name on https only.
    if is_https(origin) { format!("__Host-{name}") } else { name.to_owned() }
}

/// The header that sets a cookie.
pub(crate) fn set_cookie(
    origin: &PortalOrigin,
    name: &str,
    secret: &Credential,
    seconds: i64,
) -> HeaderValue {
    let mut value = header_value(origin, name, &secret.reveal(), seconds);
    value.set_sensitive(true);
    value
}

/// The header that takes a cookie away.
pub(crate) fn clear_cookie(origin: &PortalOrigin, name: &str) -> HeaderValue {
    header_value(origin, name, "", 0)
}

fn header_value(origin: &PortalOrigin, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let secure = if is_https(origin) { "; Secure" } else { "" };
    let name = full_name(origin, name);
    let text =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::try_from(text).expect("names and base64url are good header characters")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_comes_back_as_it_was_set() {
        let secret = Credential::from_random([9; 32]);
        let https = PortalOrigin::parse("https://support.example.com").expect("an origin");
        let set = set_cookie(&https, CHAT_COOKIE, &secret, 60);
        assert!(set.is_sensitive());
        let text = set.to_str().expect("text");
        assert!(text.ends_with("; HttpOnly; SameSite=Strict; Max-Age=60; Secure"));
        let pair = text.split(';').next().expect("a pair");
        let mut headers = HeaderMap::new();
        let sent = format!("other=1; {pair}; __Host-corporate_agent=bad");
        headers.insert(header::COOKIE, HeaderValue::try_from(sent).expect("a header"));
        let read = read_cookie(&headers, &https, CHAT_COOKIE).expect("a secret");
        assert_eq!(read.hash(), secret.hash());
        assert!(read_cookie(&headers, &https, AGENT_COOKIE).is_none());
        assert!(read_cookie(&headers, &https, "corporate").is_none());
    }
}
