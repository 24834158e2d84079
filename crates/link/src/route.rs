//! The way to the portal: by which proxy, and with which sign-in there. Asks `corporate_proxy` anew
//! for each connection, since machines change networks, and never more than once at a time.

use std::sync::OnceLock;

use corporate_protocol::PortalOrigin;
use corporate_proxy::{Proxy, ProxyError, Route, TypedSignIn};
use tokio::sync::Mutex;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::LinkError;

/// A look-up that is under way. Nobody can stop a system that is slow; whoever gives up leaves it
/// here for the next attempt, so that a slow answer is late and not lost. A process has one portal.
static PENDING: Mutex<Option<JoinHandle<Result<Route, ProxyError>>>> = Mutex::const_new(None);
/// What the customer has typed.
static TYPED: OnceLock<TypedSignIn> = OnceLock::new();

/// Signs in with this to the proxy that it was typed for, as long as the process runs. To be called
/// before the first connection; the first call counts.
pub fn sign_in_to_proxy(typed: TypedSignIn) {
    if TYPED.set(typed).is_err() {
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

    #[tokio::test]
    async fn a_portal_on_this_machine_needs_no_look_up() {
        let origin = PortalOrigin::parse("http://127.0.0.1:8080").expect("an origin");
        let _nobody_else_gets_in = PENDING.lock().await;
        assert_eq!(find(&origin).await.expect("a way"), None);
    }
}
