//! What is sealed into programs when they are built, and cannot be changed afterwards: the portal
//! that they talk to, and the keys whose releases they believe.

use std::process::Command;

/// The seal of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    /// The portal's address; without one the machine's policy names it.
    pub(crate) origin: Option<String>,
    /// Public release keys, the one that signs now first, the spare ones after it.
    pub(crate) keys: Vec<String>,
}

impl Seal {
    /// Puts the seal into a build's environment. What stands there already never gets in.
    pub(crate) fn set(&self, cargo: &mut Command) {
        cargo.env("CORPORATE_PORTAL_ORIGIN", self.origin.as_deref().unwrap_or_default());
        cargo.env("CORPORATE_RELEASE_KEY", self.keys.join(","));
    }
}
