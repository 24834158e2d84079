//! The way to a portal: what variables and system say, made into a proxy or none.

use corporate_protocol::PortalOrigin;
use url::Url;

use crate::rules::Target;
use crate::{Proxy, ProxyError, platform, variables};

/// The way to a portal, looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The proxy; without one the portal itself is called.
    pub proxy: Option<Proxy>,
    /// Whether a script was to name the proxy and nobody could, or wanted to, evaluate it.
    pub is_guess: bool,
}

impl Route {
    /// A way that is known for sure.
    pub const fn certain(proxy: Option<Proxy>) -> Self {
        Self { proxy, is_guess: false }
    }
}

/// What variables or a system say about one portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) named: Named,
    /// See [`Route::is_guess`].
    pub(crate) is_guess: bool,
}

/// What is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// No proxy.
    Direct,
    /// The address of a proxy.
    Proxy(String),
}

impl Settings {
    pub(crate) const fn certain(named: Named) -> Self {
        Self { named, is_guess: false }
    }
}

/// Looks up the way to a portal. Blocks for as long as the system takes, which fetches a script
/// where it has to; nothing is sent to the portal.
///
/// # Errors
/// [`ProxyError`] where a proxy is named that can't be used.
pub fn route(origin: &PortalOrigin) -> Result<Route, ProxyError> {
    look_up(origin, |target| {
        variables::settings(target).unwrap_or_else(|| platform::settings(origin, target))
    })
}

/// Whether a portal is on this machine, so that [`route`] answers at once that there is no proxy.
pub fn is_on_this_machine(origin: &PortalOrigin) -> bool {
    target(&origin.at("/")).is_this_machine()
}

fn target(url: &Url) -> Target<'_> {
    Target {
        host: url.host_str().unwrap_or_default().trim_matches(['[', ']']),
        port: url.port_or_known_default().unwrap_or_default(),
    }
}

fn look_up(
    origin: &PortalOrigin,
    settings: impl Fn(Target<'_>) -> Settings,
) -> Result<Route, ProxyError> {
    let url = origin.at("/");
    let target = target(&url);
    if target.is_this_machine() {
        return Ok(Route::certain(None));
    }
    let Settings { named, is_guess } = settings(target);
    let proxy = match named {
        Named::Direct => None,
        Named::Proxy(address) => Some(Proxy::parse(&address)?),
    };
    Ok(Route { proxy, is_guess })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(origin: &str, named: &Named) -> Result<Route, ProxyError> {
        let origin = PortalOrigin::parse(origin).expect("an origin");
        look_up(&origin, |_| Settings::certain(named.clone()))
    }

    fn proxy(address: &str) -> Named {
        Named::Proxy(address.to_owned())
    }

    #[test]
    fn what_is_named_is_used() {
        let found = found("https://support.example.com", &proxy(" http://a:3128 "));
        let proxy = found.expect("a way").proxy.expect("a proxy");
        assert_eq!((proxy.host(), proxy.port()), ("a", 3128));
    }

    #[test]
    fn a_portal_on_this_machine_is_reached_directly() {
        for origin in ["http://127.0.0.1:8080", "https://[::1]:8443", "http://localhost:8080"] {
            let found = found(origin, &proxy("http://a:1")).expect("a way");
            assert!(found.proxy.is_none(), "{origin}");
            assert!(is_on_this_machine(&PortalOrigin::parse(origin).expect("an origin")));
        }
        let elsewhere = PortalOrigin::parse("https://support.example.com").expect("an origin");
        assert!(!is_on_this_machine(&elsewhere));
    }

    #[test]
    fn what_is_no_usable_proxy_is_said_and_not_passed_over() {
        for address in ["socks5://a:1080", "nonsense://a", "http://", ""] {
            assert!(found("https://support.example.com", &proxy(address)).is_err(), "{address}");
        }
    }

    #[test]
    fn a_doubt_stays_with_the_way() {
        let origin = PortalOrigin::parse("https://support.example.com").expect("an origin");
        let doubtful = Settings { named: Named::Direct, is_guess: true };
        let found = look_up(&origin, |_| doubtful.clone()).expect("a way");
        assert_eq!(found, Route { proxy: None, is_guess: true });
    }

    #[test]
    fn a_password_in_the_proxy_s_address_is_not_written_down() {
        let found = found("https://support.example.com", &proxy("http://erika:geheim@a:1"));
        let written = format!("{:?}", found.expect("a way"));
        assert!(!written.contains("geheim") && !written.contains("erika"), "{written}");
    }
}
