//! What is sealed into the program when it is built: the one portal it talks to, or that the
//! machine's policy names it, and the keys it believes. Refuses to run with a bad seal; no file
//! name, argument, link or environment of the running program can change it.

use corporate_policy::Origin;
use corporate_protocol::PortalOrigin;

use crate::{OpenerError, ReleaseKey};

/// The portal and the keys of this opener.
#[derive(Clone, Debug)]
pub struct Seal {
    /// The only portal that this opener talks to.
    pub origin: PortalOrigin,
    /// The only keys whose releases it runs, the one that signs now first; none refuses every
    /// release.
    pub keys: Vec<ReleaseKey>,
}

impl Seal {
    /// The seal of this build.
    ///
    /// # Errors
    /// [`OpenerError::SealInvalid`] or [`OpenerError::OriginUnknown`] where the build, or the
    /// machine's policy, gives something unusable.
    pub fn of_this_build() -> Result<Self, OpenerError> {
        Self::read(option_env!("CORPORATE_PORTAL_ORIGIN"), option_env!("CORPORATE_RELEASE_KEY"))
    }

    fn read(origin: Option<&str>, keys: Option<&str>) -> Result<Self, OpenerError> {
        let origin = Origin::of_this_build(origin).map_err(OpenerError::OriginUnknown)?.portal;
        let keys = keys.filter(|text| !text.is_empty()).map(ReleaseKey::parse_all).transpose()?;
        Ok(Self { origin, keys: keys.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: Option<&str> = Some("https://support.example.com");

    #[test]
    fn a_build_without_a_key_believes_nothing() {
        let seal = Seal::read(PORTAL, None).expect("a seal");
        assert_eq!(seal.origin.to_string(), "https://support.example.com");
        assert!(seal.keys.is_empty() && Seal::read(PORTAL, Some("")).expect("it").keys.is_empty());
    }

    #[test]
    fn a_bad_seal_is_refused() {
        for origin in [
            "http://support.example.com",
            "support",
            "https://support.example.com@evil.example",
            "https://support.example.com.",
            "https://SUPPORT.example.com",
            "https://s\u{0443}pport.example.com",
        ] {
            let error = Seal::read(Some(origin), None).expect_err(origin);
            assert!(matches!(error, OpenerError::OriginUnknown(_)), "{error}");
        }
        for key in ["not a key", "AAAA", ","] {
            let error = Seal::read(PORTAL, Some(key)).expect_err(key);
            assert!(matches!(error, OpenerError::SealInvalid(_)), "{error}");
        }
    }
}
