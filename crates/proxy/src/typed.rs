//! A sign-in and the one proxy that it was typed for.

use crate::{Proxy, SignIn};

/// A sign-in that was typed for one proxy. No other gets it: machines change networks, and whoever
/// serves the next one could name a proxy of their own.
#[derive(Clone, Debug)]
pub struct TypedSignIn {
    sign_in: SignIn,
    asked_by: Proxy,
}

impl TypedSignIn {
    /// For the proxy that has asked.
    pub const fn new(asked_by: Proxy, sign_in: SignIn) -> Self {
        Self { sign_in, asked_by }
    }

    /// What was typed.
    pub const fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// The proxy that has asked.
    pub const fn asked_by(&self) -> &Proxy {
        &self.asked_by
    }

    /// The proxy, signed in to where it is the one.
    #[must_use]
    pub fn shown_to(&self, proxy: Proxy) -> Proxy {
        let is_meant = self.asked_by.is_at_the_place_of(&proxy);
        if is_meant { proxy.signed_in(&self.sign_in) } else { proxy }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(address: &str) -> Proxy {
        Proxy::parse(address).expect("a proxy")
    }

    fn typed() -> TypedSignIn {
        let sign_in = SignIn::new("erika", "geheim").expect("a sign-in");
        TypedSignIn::new(proxy("http://a:3128"), sign_in)
    }

    #[test]
    fn a_typed_sign_in_is_for_the_proxy_that_has_asked() {
        let user = |address: &str| {
            let shown = typed().shown_to(proxy(address));
            shown.sign_in().map(|sign_in| sign_in.user().to_owned())
        };
        assert_eq!(user("http://a:3128").as_deref(), Some("erika"));
        assert_eq!(user("http://old:x@a:3128").as_deref(), Some("erika"));
        for other in ["http://b:3128", "http://a:3129", "https://a:3128"] {
            assert_eq!(user(other), None, "{other}");
        }
        assert_eq!(user("http://own:x@b:3128").as_deref(), Some("own"));
    }

    #[test]
    fn debug_output_hides_what_was_typed() {
        let shown = typed().shown_to(proxy("http://old:x@a:3128"));
        let written = format!("{:?} {shown:?}", typed());
        for secret in ["erika", "geheim", "old"] {
            assert!(!written.contains(secret), "{written}");
        }
    }
}
