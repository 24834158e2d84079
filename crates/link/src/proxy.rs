//! Which proxy stands between this machine and its portal, by the rule of the opener:
//! `https_proxy`, `all_proxy`, `http_proxy`, each in small letters, then in capitals, except for
//! hosts in `no_proxy` and for loopback, which is never left to a proxy. Only HTTP proxies
//! (CONNECT), with a name and password where the address has them.

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
        Self::choose(target, |name| std::env::var(name).ok())
    }

    fn choose(
        target: &Url,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ProxyError> {
        let either = |name: &str| {
            let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
            set(name).or_else(|| set(&name.to_ascii_uppercase()))
        };
        if is_loopback(target) || is_exempt(target, &either("no_proxy").unwrap_or_default()) {
            return Ok(None);
        }
        let named = ["https_proxy", "all_proxy", "http_proxy"].into_iter().find_map(either);
        named.map(|text| Self::parse(text.trim())).transpose()
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
    let host = target.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = target.port_or_known_default();
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let entry = match entry.rsplit_once(':') {
            Some((name, digits)) if !name.contains(':') && digits.parse().ok() == port => name,
            _ => entry,
        };
        let name = entry.trim_start_matches("*.").trim_start_matches('.').trim_matches(['[', ']']);
        let name = name.to_ascii_lowercase();
        let is_address = host.parse::<std::net::IpAddr>().is_ok();
        let inside = !is_address && host.strip_suffix(&*name).is_some_and(|it| it.ends_with('.'));
        entry == "*" || (!name.is_empty() && (host == name || inside))
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

    /// Bug: the opener got through with these settings, and the app did not.
    #[test]
    fn the_rule_is_the_openers() {
        let all = [("HTTPS_PROXY", "http://a:3128"), ("all_proxy", "b:1"), ("http_proxy", "c:1")];
        let host = |variables: &[(&str, &str)]| {
            let found = choose("https://support.example.com", variables).expect("usable");
            found.map(|proxy| proxy.address().0.to_owned())
        };
        assert_eq!(host(&all).as_deref(), Some("a"));
        assert_eq!(host(&all[1..]).as_deref(), Some("b"));
        assert_eq!(host(&all[2..]).as_deref(), Some("c"));
        assert_eq!(host(&[("https_proxy", "d:1"), all[0]]).as_deref(), Some("d"));
        assert_eq!(host(&[("https_proxy", " "), all[0]]).as_deref(), Some("a"));
        assert_eq!(host(&[all[0], ("no_proxy", "x.test EXAMPLE.com:443")]), None);
        assert_eq!(host(&[all[0], ("no_proxy", "example.com:8443")]).as_deref(), Some("a"));
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
