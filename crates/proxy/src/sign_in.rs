//! A name and a password for a proxy. Kept in memory only; nothing here writes them down.

use std::fmt;

/// The longest user name or password that is taken.
const FIELD_BYTES: usize = 1024;

/// What signs in to a proxy: typed by a user, or part of a proxy's address. Hidden in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    user: String,
    password: String,
}

impl SignIn {
    /// What was typed; nothing without a user name, or where either is longer than 1024 bytes.
    pub fn new(user: &str, password: &str) -> Option<Self> {
        let user = user.trim();
        let fits = !user.is_empty() && user.len() <= FIELD_BYTES && password.len() <= FIELD_BYTES;
        fits.then(|| Self { user: user.to_owned(), password: password.to_owned() })
    }

    /// What stands in an address, decoded.
    pub(crate) const fn of_address(user: String, password: String) -> Self {
        Self { user, password }
    }

    /// The user name, for the proxy and for whom the sign-in is handed on to.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password, likewise.
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignIn").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_what_was_typed_and_hides_in_debug() {
        let sign_in = SignIn::new(" Büro\\erika ", " a:b@c ").expect("a sign-in");
        assert_eq!((sign_in.user(), sign_in.password()), ("Büro\\erika", " a:b@c "));
        assert_eq!(format!("{sign_in:?}"), "SignIn { .. }");
    }

    #[test]
    fn what_has_no_name_or_no_end_is_no_sign_in() {
        assert!(SignIn::new("  ", "x").is_none());
        assert!(SignIn::new("erika", &"x".repeat(FIELD_BYTES + 1)).is_none());
        assert!(SignIn::new(&"x".repeat(FIELD_BYTES + 1), "").is_none());
    }
}
