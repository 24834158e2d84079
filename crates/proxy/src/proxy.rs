//! A proxy and its address, as variables, systems and scripts write it.

use std::fmt;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::{ProxyError, SignIn};

/// How a proxy itself is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyScheme {
    /// In the clear; what goes through the tunnel is not.
    Http,
    /// By TLS of its own.
    Https,
}

impl ProxyScheme {
    const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A proxy that takes CONNECT. Neither `Debug` nor `Display` shows name or password.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    scheme: ProxyScheme,
    /// As it stands in an address.
    host: String,
    port: u16,
    sign_in: Option<SignIn>,
}

impl Proxy {
    /// Reads an address: `[http[s]://][name[:password]@]host[:port]`, name and password
    /// percent-encoded.
    ///
    /// # Errors
    /// [`ProxyError`] for everything else.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let text = text.trim();
        // The URL standard reads it as a slash, and the part before it as the host.
        if text.contains('\\') {
            return Err(ProxyError::AddressInvalid);
        }
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&whole).map_err(|_| ProxyError::AddressInvalid)?;
        let scheme = match url.scheme() {
            "http" => ProxyScheme::Http,
            "https" => ProxyScheme::Https,
            _ => return Err(ProxyError::SchemeUnsupported),
        };
        let host = url.host_str().filter(|host| !host.is_empty());
        Ok(Self {
            scheme,
            host: host.ok_or(ProxyError::AddressInvalid)?.to_owned(),
            port: url.port().unwrap_or(scheme.default_port()),
            sign_in: sign_in_of(&url)?,
        })
    }

    /// The same proxy with this sign-in in place of any other.
    #[must_use]
    pub fn signed_in(self, sign_in: &SignIn) -> Self {
        Self { sign_in: Some(sign_in.clone()), ..self }
    }

    /// How it is spoken to.
    pub const fn scheme(&self) -> ProxyScheme {
        self.scheme
    }

    /// Its name or address, without the brackets of IPv6.
    pub fn host(&self) -> &str {
        self.host.trim_matches(['[', ']'])
    }

    /// Its port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Name and password, where there are any.
    pub const fn sign_in(&self) -> Option<&SignIn> {
        self.sign_in.as_ref()
    }

    /// Whether another one is at the same place, whoever signs in there.
    pub fn is_at_the_place_of(&self, other: &Self) -> bool {
        (self.scheme, &self.host, self.port) == (other.scheme, &other.host, other.port)
    }

    /// The address without name and password.
    pub fn address(&self) -> String {
        format!("{}://{}:{}", self.scheme.name(), self.host, self.port)
    }

    /// The whole address with name and password, for an HTTP client and nobody else.
    pub fn reveal(&self) -> String {
        let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let sign_in = self.sign_in.as_ref().map_or_else(String::new, |sign_in| {
            format!("{}:{}@", encoded(sign_in.user()), encoded(sign_in.password()))
        });
        format!("{}://{sign_in}{}:{}", self.scheme.name(), self.host, self.port)
    }
}

fn sign_in_of(url: &Url) -> Result<Option<SignIn>, ProxyError> {
    let decoded = |text| {
        let decoded = percent_decode_str(text).decode_utf8();
        decoded.map(String::from).map_err(|_| ProxyError::AddressInvalid)
    };
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let (user, password) = (decoded(url.username())?, decoded(url.password().unwrap_or_default())?);
    Ok(Some(SignIn::of_address(user, password)))
}

/// Its place, as people are told of it.
impl fmt::Display for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Proxy({})", self.address())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_systems_write_them() {
        use ProxyScheme::{Http, Https};
        for (text, scheme, host, port) in [
            (" http://a:3128 ", Http, "a", 3128),
            ("a", Http, "a", 80),
            ("proxy.example:8080", Http, "proxy.example", 8080),
            ("HTTPS://a/", Https, "a", 443),
            ("https://a:80", Https, "a", 80),
            ("http://[fd00::1]:3128", Http, "fd00::1", 3128),
            ("erika:x@a:1", Http, "a", 1),
        ] {
            let proxy = Proxy::parse(text).expect(text);
            assert_eq!((proxy.scheme(), proxy.host(), proxy.port()), (scheme, host, port));
        }
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_an_error() {
        use ProxyError::{AddressInvalid, SchemeUnsupported};
        for (text, error) in [
            ("", AddressInvalid),
            (":", AddressInvalid),
            ("http://", AddressInvalid),
            ("http://a:70000", AddressInvalid),
            ("http://office\\erika:x@a:1", AddressInvalid),
            ("http://%ff:x@a:1", AddressInvalid),
            ("socks5://a:1080", SchemeUnsupported),
            ("nonsense://a", SchemeUnsupported),
        ] {
            assert_eq!(Proxy::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn name_and_password_are_decoded_once_and_encoded_again() {
        let proxy = Proxy::parse("http://B%C3%BCro%5Cerika:a%3Ab%40c%20%2541+@a:1").expect("one");
        let sign_in = proxy.sign_in().expect("a sign-in");
        assert_eq!((sign_in.user(), sign_in.password()), ("Büro\\erika", "a:b@c %41+"));
        assert_eq!(Proxy::parse(&proxy.reveal()), Ok(proxy));
        let bare = Proxy::parse("https://a").expect("one");
        assert_eq!((bare.sign_in(), bare.reveal().as_str()), (None, "https://a:443"));
    }

    #[test]
    fn a_sign_in_takes_the_place_of_another() {
        let old = Proxy::parse("http://old:x@[fd00::1]:3128").expect("one");
        let sign_in = SignIn::new("erika", "geheim").expect("a sign-in");
        let new = old.clone().signed_in(&sign_in);
        assert_eq!(new.sign_in(), Some(&sign_in));
        assert!(new.is_at_the_place_of(&old));
        for other in ["https://[fd00::1]:3128", "http://[fd00::1]:3129", "http://[fd00::2]:3128"] {
            assert!(!new.is_at_the_place_of(&Proxy::parse(other).expect("one")), "{other}");
        }
    }

    #[test]
    fn debug_output_hides_name_and_password() {
        let proxy = Proxy::parse("http://erika:geheim@proxy.example:3128").expect("a proxy");
        assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy.example:3128)");
        assert_eq!(proxy.to_string(), "proxy.example:3128");
        assert_eq!(proxy.address(), "http://proxy.example:3128");
    }
}
