//! The way to the portal: by which proxy, and with which sign-in there. Asks `corporate_proxy` anew
//! for each connection, since machines change networks, and never more than once at a time.

use std::sync::OnceLock;

use corporate_protocol::PortalOrigin;
use corporate_proxy::{Proxy, ProxyError, Route, SignIn};
use tokio::sync::Mutex;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::LinkError;

/// A look-up that is under way. Nobody can stop a system that is slow; whoever gives up leaves it
/// here for the next attempt, so that a slow answer is late and not lost. A process has one portal.
static PENDING: Mutex<Option<JoinHandle<Result<Route, ProxyError>>>> = Mutex::const_new(None);
/// What the customer has typed.
static TYPED: OnceLock<Typed> = OnceLock::new();

/// A sign-in that was typed for a proxy.
#[derive(Debug)]
struct Typed {
    sign_in: SignIn,
    /// The proxy that it is for: the first that is found. Another network's gets nothing.
    at: OnceLock<Proxy>,
}

impl Typed {
    const fn new(sign_in: SignIn) -> Self {
        Self { sign_in, at: OnceLock::new() }
    }

    fn shown_to(&self, proxy: Proxy) -> Proxy {
        let is_meant = self.at.get_or_init(|| proxy.clone()).is_at_the_place_of(&proxy);
        if is_meant { proxy.signed_in(&self.sign_in) } else { proxy }
    }
}

/// Signs in with this to the proxy between this machine and its portal, as long as the process
/// runs. To be called before the first connection; the first call counts.
pub fn sign_in_to_proxy(sign_in: SignIn) {
    if TYPED.set(Typed::new(sign_in)).is_err() {
        tracing::warn!("there is a sign-in for the proxy already");
    }
}

/// The proxy to go through, signed in to. Takes as long as the system does: callers have time-outs.
/// Safe to cancel.
pub(crate) async fn find(origin: &PortalOrigin) -> Result<Option<Proxy>, LinkError> {
    if corporate_proxy::is_on_this_machine(origin) {
        return Ok(None);
    }
    let mut pending = PENDING.lock().await;
    let asked = origin.clone();
    let look_up =
        pending.get_or_insert_with(|| spawn_blocking(move || corporate_proxy::route(&asked)));
    let found = look_up.await;
    *pending = None;
    drop(pending);
    let proxy = found.map_err(LinkError::unreachable)??.proxy;
    Ok(match TYPED.get() {
        Some(typed) => proxy.map(|proxy| typed.shown_to(proxy)),
        None => proxy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(address: &str) -> Proxy {
        Proxy::parse(address).expect("a proxy")
    }

    fn typed() -> Typed {
        Typed::new(SignIn::new("erika", "geheim").expect("a sign-in"))
    }

    #[test]
    fn a_typed_sign_in_is_for_one_proxy() {
        let typed = typed();
        let user = |address: &str| {
            let shown = typed.shown_to(proxy(address));
            shown.sign_in().map(|sign_in| sign_in.user().to_owned())
        };
        assert_eq!(user("http://old:x@a:3128").as_deref(), Some("erika"));
        assert_eq!(user("http://a:3128").as_deref(), Some("erika"));
        for other in ["http://b:3128", "http://a:3129", "https://a:3128"] {
            assert_eq!(user(other), None, "{other}");
        }
        assert_eq!(user("http://own:x@b:3128").as_deref(), Some("own"));
    }

    #[test]
    fn debug_output_hides_what_was_typed() {
        let typed = typed();
        let shown = typed.shown_to(proxy("http://old:x@a:3128"));
        let written = format!("{typed:?} {shown:?}");
        for secret in ["erika", "geheim", "old"] {
            assert!(!written.contains(secret), "{written}");
        }
    }

    #[tokio::test]
    async fn a_portal_on_this_machine_needs_no_look_up() {
        let origin = PortalOrigin::parse("http://127.0.0.1:8080").expect("an origin");
        let _nobody_else_gets_in = PENDING.lock().await;
        assert_eq!(find(&origin).await.expect("a way"), None);
    }
}
