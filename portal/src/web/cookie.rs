//! The cookies: secrets, for the server only. Two of them are for this site only; the third, of a
//! chat inside another site's page, for this portal inside that site's pages only (see
//! [`crate::embedding`] for why no other page can make use of it). On https their names begin with `__Host-` (RFC 6265bis, section 4.1.3.2), so that no sibling domain and no plain
//! http page can plant one; a request that carries a name twice has none of that name.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::AppendHeaders;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use corporate_protocol::{AgentId, Credential, PortalOrigin};

/// The web chat's credential.
pub(crate) const CHAT_COOKIE: &str = "corporate_chat";
/// The web chat's credential where the chat is part of another site's page.
const FRAME_COOKIE: &str = "corporate_chat_frame";
/// The agent's sign-in.
pub(crate) const AGENT_COOKIE: &str = "corporate_agent";
/// Begins the names of cookies by which a device is known to agents; one an agent.
const DEVICE_COOKIES: &str = "corporate_device_";
/// Device cookies that are looked at.
const DEVICES: usize = 20;

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

/// What the browser shows to be known, of any agent; proves nothing by itself.
pub(crate) fn read_devices(headers: &HeaderMap, origin: &PortalOrigin) -> Vec<[u8; 32]> {
    let prefix = full_name(origin, DEVICE_COOKIES);
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let tokens = values
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(&prefix)?.split_once('='))
        .filter_map(|(_, token)| URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok());
    tokens.take(DEVICES).collect()
}

/// The header that makes a device known to an agent.
pub(crate) fn set_device(
    origin: &PortalOrigin,
    agent: AgentId,
    token: [u8; 32],
    seconds: i64,
) -> HeaderValue {
    let short: String = agent.as_uuid().simple().to_string().chars().take(8).collect();
    let name = format!("{DEVICE_COOKIES}{short}");
    set_cookie(origin, &name, &Credential::from_random(token), seconds)
}

fn is_https(origin: &PortalOrigin) -> bool {
    origin.to_string().starts_with("https:")
}

pub(super) fn full_name(origin: &PortalOrigin, name: &str) -> String {
    // Browsers keep such a name on https only.
    if is_https(origin) { format!("__Host-{name}") } else { name.to_owned() }
}

/// Reads the web chat's credential, whichever window it was started in.
pub(crate) fn read_chat_cookie(headers: &HeaderMap, origin: &PortalOrigin) -> Option<Credential> {
    read_cookie(headers, origin, CHAT_COOKIE).or_else(|| read_cookie(headers, origin, FRAME_COOKIE))
}

/// The headers that give a browser its chat: the cookie of the window that the chat was started
/// in; the other window's goes, so that a browser that shows both has one chat at a time.
pub(crate) fn set_chat_cookies(
    origin: &PortalOrigin,
    embedded: bool,
    secret: &Credential,
    seconds: i64,
) -> AppendHeaders<[(HeaderName, HeaderValue); 2]> {
    let (name, other) =
        if embedded { (FRAME_COOKIE, CHAT_COOKIE) } else { (CHAT_COOKIE, FRAME_COOKIE) };
    AppendHeaders([
        (header::SET_COOKIE, set_cookie(origin, name, secret, seconds)),
        (header::SET_COOKIE, clear_cookie(origin, other)),
    ])
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
    let (site, reach) = match name {
        // Kept apart for each site that the frame is in (CHIPS). Browsers want it secure, and take
        // it so from loopback addresses on plain http too.
        FRAME_COOKIE => ("None", "; Secure; Partitioned"),
        _ if is_https(origin) => ("Strict", "; Secure"),
        _ => ("Strict", ""),
    };
    let name = full_name(origin, name);
    let text =
        format!("{name}={value}; Path=/; HttpOnly; SameSite={site}; Max-Age={seconds}{reach}");
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

    #[test]
    fn a_frame_has_a_cookie_of_its_own_and_ends_the_other_windows() {
        let secret = Credential::from_random([9; 32]);
        for (text, prefix) in [("https://a.example", "__Host-"), ("http://127.0.0.1:8080", "")] {
            let origin = PortalOrigin::parse(text).expect("an origin");
            let AppendHeaders([(_, set), (_, cleared)]) =
                set_chat_cookies(&origin, true, &secret, 60);
            let (set, cleared) = (set.to_str().expect("text"), cleared.to_str().expect("text"));
            assert!(set.starts_with(&format!("{prefix}corporate_chat_frame=")), "{set}");
            let end = "; HttpOnly; SameSite=None; Max-Age=60; Secure; Partitioned";
            assert!(set.ends_with(end), "{set}");
            assert!(cleared.starts_with(&format!("{prefix}corporate_chat=; ")), "{cleared}");
            let mut headers = HeaderMap::new();
            let pair = set.split(';').next().expect("a pair");
            headers.insert(header::COOKIE, HeaderValue::try_from(pair).expect("a header"));
            let read = read_chat_cookie(&headers, &origin).expect("a secret");
            assert_eq!(read.hash(), secret.hash());
        }
    }
}
