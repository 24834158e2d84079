//! What is sealed into programs when they are built, and cannot be changed afterwards: the portal
//! that they talk to, and the keys whose releases they believe.

use std::process::Command;

use sha2::{Digest, Sha256};

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

    /// A short name: the same for the same seal, another for any other.
    pub(crate) fn name(&self) -> String {
        let text =
            format!("{}\n{}", self.origin.as_deref().unwrap_or_default(), self.keys.join(","));
        let mut name = format!("{:x}", Sha256::digest(text));
        name.truncate(16);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_portal_or_key_is_another_seal() {
        let seal = |origin: Option<&str>, keys: &[&str]| Seal {
            origin: origin.map(str::to_owned),
            keys: keys.iter().map(ToString::to_string).collect(),
        };
        let one = seal(Some("https://a.example"), &["A"]);
        assert_eq!(one.name(), one.clone().name());
        assert_eq!(one.name().len(), 16);
        for other in [
            seal(None, &["A"]),
            seal(Some("https://b.example"), &["A"]),
            seal(Some("https://a.example"), &["A", "B"]),
        ] {
            assert_ne!(one.name(), other.name(), "{other:?}");
        }
    }
}
