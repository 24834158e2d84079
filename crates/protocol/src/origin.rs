//! The one portal that an opener and an app talk to: sealed when they are built, or named by the
//! machine's policy. No file name, argument, link or environment reaches this parser.

use std::fmt;

use url::{Host, Url};

/// Scheme, host and port of a portal: HTTPS, or HTTP on a loopback address.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalOrigin(Url);

/// Why an address can't be a portal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// It is no URL at all.
    #[error("the portal's address is not a URL")]
    NotAUrl,
    /// Neither HTTPS nor HTTP on loopback.
    #[error("a portal is reached by https, or by http on a loopback address")]
    NotSecure,
    /// It has more than scheme, host and port.
    #[error("a portal's address has no user, path, query or fragment")]
    NotAnOrigin,
}

impl PortalOrigin {
    /// Reads an address such as `https://support.example.com`.
    ///
    /// # Errors
    /// [`OriginError`] for anything that is not exactly a safe origin.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text).map_err(|_| OriginError::NotAUrl)?;
        let loopback = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => return Err(OriginError::NotAUrl),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(OriginError::NotSecure),
        }
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare { Ok(Self(url)) } else { Err(OriginError::NotAnOrigin) }
    }

    /// The address of a path on this portal. `path` is one of our own constants or built from
    /// parsed identifiers; it always stays on this origin.
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let (path, query) = path.split_once('?').map_or((path, None), |(p, q)| (p, Some(q)));
        url.set_path(path);
        url.set_query(query);
        url
    }

    /// The same with the scheme of a WebSocket.
    pub fn socket_at(&self, path: &str) -> Url {
        let mut url = self.at(path);
        let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
        url.set_scheme(scheme).expect("http and ws schemes can stand in for one another");
        url
    }
}

impl fmt::Display for PortalOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for PortalOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PortalOrigin({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_portals() {
        for good in ["https://support.example.com", "https://[::1]:8443", "http://127.0.0.1:8080"] {
            let origin = PortalOrigin::parse(good).expect(good);
            assert_eq!(origin.to_string(), good);
        }
    }

    #[test]
    fn anything_else_is_not() {
        let cases = [
            ("", OriginError::NotAUrl),
            ("support.example.com", OriginError::NotAUrl),
            ("http://support.example.com", OriginError::NotSecure),
            ("http://127.0.0.1.example.com", OriginError::NotSecure),
            ("http://localhost.example.com", OriginError::NotSecure),
            ("ftp://127.0.0.1", OriginError::NotSecure),
            ("https://user@support.example.com", OriginError::NotAnOrigin),
            ("https://support.example.com/path", OriginError::NotAnOrigin),
            ("https://support.example.com/?q", OriginError::NotAnOrigin),
            ("https://support.example.com/#f", OriginError::NotAnOrigin),
        ];
        for (text, error) in cases {
            assert_eq!(PortalOrigin::parse(text).err(), Some(error), "{text}");
        }
    }

    #[test]
    fn a_path_stays_on_the_origin() {
        let origin = PortalOrigin::parse("https://support.example.com").expect("an origin");
        for path in ["//evil.example", "/../../x", "https://evil.example", "\\\\evil"] {
            assert_eq!(origin.at(path).host_str(), Some("support.example.com"), "{path}");
        }
        assert_eq!(
            origin.socket_at("/api/v1/x?after=3").as_str(),
            "wss://support.example.com/api/v1/x?after=3"
        );
    }
}
