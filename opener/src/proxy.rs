//! How the opener gets to its portal: as the system says, where nobody (a test) says otherwise. What
//! the system says is found out by `corporate_proxy`, on the hand-off's own thread.

use corporate_protocol::PortalOrigin;
use corporate_proxy::{Proxy, Route, TypedSignIn};

use crate::OpenerError;

/// How the portal is reached.
#[derive(Clone, Debug)]
pub enum ProxyChoice {
    /// As variables and system say, looked up when a hand-off runs.
    System,
    /// Without a proxy.
    Direct,
    /// Through this proxy, with CONNECT.
    Through(Proxy),
}

impl ProxyChoice {
    /// Looks the way up, with this sign-in in place of any other where it was typed for the proxy
    /// that is found; may take as long as the system does.
    pub(crate) fn route(
        &self,
        origin: &PortalOrigin,
        sign_in: Option<&TypedSignIn>,
    ) -> Result<Route, OpenerError> {
        let mut route = match self {
            Self::System => corporate_proxy::route(origin)?,
            Self::Direct => Route::certain(None),
            Self::Through(proxy) => Route::certain(Some(proxy.clone())),
        };
        if let Some(sign_in) = sign_in {
            route.proxy = route.proxy.map(|proxy| sign_in.shown_to(proxy));
        }
        Ok(route)
    }
}

#[cfg(test)]
mod tests {
    use corporate_proxy::SignIn;

    use super::*;

    #[test]
    fn a_sign_in_goes_to_the_proxy_as_it_was_typed() {
        let origin = PortalOrigin::parse("https://support.example.com").expect("an origin");
        let proxy = Proxy::parse("http://x:y@[fd00::1]:3128").expect("a proxy");
        let sign_in = SignIn::new(" Büro\\erika ", "a:b@c %41/ü").expect("a sign-in");
        let typed = TypedSignIn::new(proxy.clone(), sign_in.clone());
        let found = ProxyChoice::Through(proxy).route(&origin, Some(&typed)).expect("a way");
        let proxy = found.proxy.as_ref().expect("a proxy");
        let shown = ureq::Proxy::new(&proxy.reveal()).expect("a proxy");
        assert_eq!((shown.host(), shown.port()), ("[fd00::1]", 3128));
        assert_eq!(shown.username(), Some("Büro\\erika"));
        assert_eq!(shown.password(), Some("a:b@c %41/ü"));
        for written in [format!("{found:?}"), format!("{sign_in:?}"), format!("{shown:?}")] {
            assert!(!written.contains("a:b") && !written.contains("erika"), "{written}");
        }
    }

    /// Bug: whichever proxy was found next was told the password that another one had asked for.
    #[test]
    fn another_proxy_is_not_told_what_was_typed() {
        let origin = PortalOrigin::parse("https://support.example.com").expect("an origin");
        let proxy = |address| Proxy::parse(address).expect("a proxy");
        let sign_in = SignIn::new("erika", "geheim").expect("a sign-in");
        let typed = TypedSignIn::new(proxy("http://a:3128"), sign_in);
        let way = ProxyChoice::Through(proxy("http://b:3128")).route(&origin, Some(&typed));
        assert_eq!(way.expect("a way").proxy.expect("a proxy").sign_in(), None);
    }
}
