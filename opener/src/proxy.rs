//! Which proxy stands between the opener and its portal. Asked in this order: the variables of the
//! process, then what this user's system has set, scripts for automatic configuration included as
//! far as the system itself evaluates them. A portal on this machine is never asked for through a
//! proxy, which would look for it on its own machine.
//!
//! Systems answer slowly at times (a script has to be fetched), so nothing is asked before a
//! hand-off runs on its own thread.

#[cfg(target_os = "linux")]
#[path = "proxy/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "proxy/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "proxy/windows.rs"]
mod system;

mod rules;
mod variables;

use std::fmt;

use corporate_protocol::PortalOrigin;

use self::rules::Target;
use crate::OpenerError;

/// The longest user name or password that is taken.
const FIELD_BYTES: usize = 1024;

/// How the portal is reached.
#[derive(Clone, Debug)]
pub enum ProxyChoice {
    /// As variables and system say, looked up when a hand-off runs.
    System,
    /// Without a proxy.
    Direct,
    /// Through this proxy, with CONNECT.
    Through(ureq::Proxy),
}

/// What a user has typed to sign in to a proxy. Kept in memory while the hand-off lives, never
/// written down or logged.
#[derive(Clone)]
pub struct SignIn {
    user: String,
    password: String,
}

impl SignIn {
    /// What was typed; nothing without a user name.
    pub fn new(user: &str, password: &str) -> Option<Self> {
        let user = user.trim();
        let fits = !user.is_empty() && user.len() <= FIELD_BYTES && password.len() <= FIELD_BYTES;
        fits.then(|| Self { user: user.to_owned(), password: password.to_owned() })
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignIn").finish_non_exhaustive()
    }
}

/// The way to the portal, looked up.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The proxy; without one the portal itself is called.
    pub(crate) proxy: Option<ureq::Proxy>,
    /// Whether a script was to name the proxy and nobody could, or wanted to, evaluate it.
    pub(crate) is_guess: bool,
}

/// What variables or a system say about one portal.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Settings {
    named: Named,
    /// See [`Route::is_guess`].
    is_guess: bool,
}

/// What is named.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    /// No proxy.
    Direct,
    /// The address of a proxy.
    Proxy(String),
}

impl Settings {
    const fn certain(named: Named) -> Self {
        Self { named, is_guess: false }
    }
}

impl Route {
    /// The same way with this sign-in in place of any other.
    pub(crate) fn signed_in(mut self, sign_in: Option<&SignIn>) -> Result<Self, OpenerError> {
        if let (Some(proxy), Some(sign_in)) = (&self.proxy, sign_in) {
            let signed_in = ureq::Proxy::builder(proxy.protocol())
                .host(proxy.host())
                .port(proxy.port())
                .username(&sign_in.user)
                .password(&sign_in.password)
                .build();
            self.proxy = Some(signed_in.map_err(|_| OpenerError::ProxyInvalid)?);
        }
        Ok(self)
    }
}

impl ProxyChoice {
    /// Looks the way up; may take as long as the system does.
    pub(crate) fn route(&self, origin: &PortalOrigin) -> Result<Route, OpenerError> {
        match self {
            Self::System => route(origin, |target| {
                variables::settings(target).unwrap_or_else(|| system::settings(origin, target))
            }),
            Self::Direct => Ok(Route { proxy: None, is_guess: false }),
            Self::Through(proxy) => {
                Ok(Route { proxy: Some(usable(proxy.clone())?), is_guess: false })
            }
        }
    }
}

fn route(
    origin: &PortalOrigin,
    look_up: impl Fn(Target<'_>) -> Settings,
) -> Result<Route, OpenerError> {
    let url = origin.at("/");
    let target = Target {
        host: url.host_str().unwrap_or_default().trim_matches(['[', ']']),
        port: url.port_or_known_default().unwrap_or_default(),
    };
    if target.is_this_machine() {
        return Ok(Route { proxy: None, is_guess: false });
    }
    let settings = look_up(target);
    let proxy = match settings.named {
        Named::Direct => None,
        Named::Proxy(address) => Some(parse(&address)?),
    };
    Ok(Route { proxy, is_guess: settings.is_guess })
}

fn parse(address: &str) -> Result<ureq::Proxy, OpenerError> {
    usable(ureq::Proxy::new(address.trim()).map_err(|_| OpenerError::ProxyInvalid)?)
}

/// A proxy that takes CONNECT; SOCKS is not built in.
fn usable(proxy: ureq::Proxy) -> Result<ureq::Proxy, OpenerError> {
    match proxy.protocol() {
        ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https => Ok(proxy),
        _ => Err(OpenerError::ProxyInvalid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(origin: &str, named: &Named) -> Result<Route, OpenerError> {
        let origin = PortalOrigin::parse(origin).expect("an origin");
        route(&origin, |_| Settings::certain(named.clone()))
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
        }
    }

    #[test]
    fn what_is_no_usable_proxy_is_said_and_not_passed_over() {
        for address in ["socks5://a:1080", "nonsense://a", "http://", ""] {
            let found = found("https://support.example.com", &proxy(address));
            assert!(matches!(found, Err(OpenerError::ProxyInvalid)), "{address}");
        }
    }

    #[test]
    fn a_sign_in_goes_to_the_proxy_as_it_was_typed() {
        let found = found("https://support.example.com", &proxy("http://x:y@[fd00::1]:3128"));
        let sign_in = SignIn::new(" Büro\\erika ", "a:b@c %41/ü").expect("a sign-in");
        let found = found.and_then(|route| route.signed_in(Some(&sign_in))).expect("a way");
        let proxy = found.proxy.as_ref().expect("a proxy");
        assert_eq!((proxy.host(), proxy.port()), ("[fd00::1]", 3128));
        assert_eq!(proxy.username(), Some("Büro\\erika"));
        assert_eq!(proxy.password(), Some("a:b@c %41/ü"));
        for written in [format!("{found:?}"), format!("{sign_in:?}")] {
            assert!(!written.contains("a:b") && !written.contains("erika"), "{written}");
        }
        assert!(SignIn::new("  ", "x").is_none());
        assert!(SignIn::new("erika", &"x".repeat(FIELD_BYTES + 1)).is_none());
    }

    #[test]
    fn a_password_in_the_proxy_s_address_is_not_written_down() {
        let found = found("https://support.example.com", &proxy("http://erika:geheim@a:1"));
        let written = format!("{:?}", found.expect("a way"));
        assert!(!written.contains("geheim"), "{written}");
    }
}
