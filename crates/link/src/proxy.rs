//! Which proxy stands between this machine and its portal: `HTTPS_PROXY`, else `ALL_PROXY`,
//! except for hosts in `NO_PROXY` and for loopback, which is never left to a proxy. Only HTTP
//! proxies (CONNECT), with a name and password where the address has them.

use std::fmt;

use url::{Host, Url};

/// An HTTP proxy.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(Url);

/// The proxy's address can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proxy's address is not of the form http://[name:password@]host[:port]")]
pub struct ProxyError;

impl Proxy {
    /// The proxy that the environment names for an address.
    ///
    /// # Errors
    /// [`ProxyError`] where one is named that can't be used: going around it in silence could
    /// be against the will of whoever runs the machine.
    pub fn from_environment(target: &Url) -> Result<Option<Self>, ProxyError> {
        Self::choose(target, |name| {
            let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            set(name).or_else(|| set(&name.to_ascii_lowercase()))
        })
    }

    fn choose(
        target: &Url,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ProxyError> {
        if is_loopback(target) || is_exempt(target, &variable("NO_PROXY").unwrap_or_default()) {
            return Ok(None);
        }
        let named = variable("HTTPS_PROXY").or_else(|| variable("ALL_PROXY"));
        named.map(|text| Self::parse(&text)).transpose()
    }

    fn parse(text: &str) -> Result<Self, ProxyError> {
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&whole).map_err(|_| ProxyError)?;
        if url.scheme() == "http" && url.host().is_some() { Ok(Self(url)) } else { Err(ProxyError) }
    }

    #[cfg(test)]
    pub(crate) fn for_test(text: &str) -> Self {
        Self::parse(text).expect("a proxy")
    }

    /// Host and port to connect to.
    pub(crate) fn address(&self) -> (&str, u16) {
        let host = self.0.host_str().unwrap_or_default();
        (host.trim_start_matches('[').trim_end_matches(']'), self.0.port().unwrap_or(80))
    }

    /// Name and password, as the address has them, percent-encoded.
    pub(crate) fn account(&self) -> Option<(&str, &str)> {
        let name = self.0.username();
        (!name.is_empty()).then(|| (name, self.0.password().unwrap_or_default()))
    }

    /// The address with everything, for the HTTP client.
    pub(crate) fn reveal(&self) -> &str {
        self.0.as_str()
    }
}

/// Without name and password.
impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, port) = self.address();
        write!(formatter, "Proxy({host}:{port})")
    }
}

fn is_loopback(target: &Url) -> bool {
    match target.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn is_exempt(target: &Url, list: &str) -> bool {
    let host = target.host_str().unwrap_or_default();
    list.split(',').map(str::trim).any(|entry| {
        let name = entry.trim_start_matches('*').trim_start_matches('.');
        let inside = host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
        entry == "*" || (!name.is_empty() && (host.eq_ignore_ascii_case(name) || inside))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(target: &str, variables: &[(&str, &str)]) -> Result<Option<Proxy>, ProxyError> {
        let target = Url::parse(target).expect("a URL");
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
        Proxy::choose(&target, |name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    const HTTPS: (&str, &str) = ("HTTPS_PROXY", "http://proxy.example:3128");

    #[test]
    fn the_environment_names_the_proxy() {
        let proxy = choose("wss://support.example.com/x", &[HTTPS]).expect("usable").expect("one");
        assert_eq!(proxy.address(), ("proxy.example", 3128));
        let bare = choose("https://a.example", &[("ALL_PROXY", "proxy.example")]);
        assert_eq!(bare.expect("usable").expect("one").address(), ("proxy.example", 80));
        assert_eq!(choose("https://a.example", &[]), Ok(None));
    }

    #[test]
    fn loopback_and_exempt_hosts_are_reached_directly() {
        for target in ["ws://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"] {
            assert_eq!(choose(target, &[HTTPS]), Ok(None), "{target}");
        }
        for list in ["*", "support.example.com", "x, .example.com", "*.example.com", "example.com"]
        {
            let found = choose("https://support.example.com", &[HTTPS, ("NO_PROXY", list)]);
            assert_eq!(found, Ok(None), "{list}");
        }
        for list in ["", "ample.com", "other.example", ","] {
            let found = choose("https://support.example.com", &[HTTPS, ("NO_PROXY", list)]);
            assert!(matches!(found, Ok(Some(_))), "{list}");
        }
    }

    #[test]
    fn an_unusable_proxy_is_an_error_and_not_passed_by() {
        for text in ["socks5://proxy.example:1080", "https://proxy.example", "http://", ":"] {
            assert_eq!(choose("https://a.example", &[("HTTPS_PROXY", text)]), Err(ProxyError));
        }
    }

    #[test]
    fn debug_output_hides_name_and_password() {
        let proxy = Proxy::parse("http://erika:geheim@proxy.example:3128").expect("a proxy");
        assert_eq!(proxy.account(), Some(("erika", "geheim")));
        assert_eq!(format!("{proxy:?}"), "Proxy(proxy.example:3128)");
    }
}
