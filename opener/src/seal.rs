//! What is sealed into the program when it is built: the one portal it talks to and the one key it
//! believes. Refuses to run with a bad seal; nothing at run time can change it.

use corporate_protocol::PortalOrigin;

use crate::{OpenerError, ReleaseKey};

/// Where an opener that was built without an origin looks for a portal: this machine.
const DEVELOPMENT_ORIGIN: &str = "http://127.0.0.1:8080";

/// The portal and the key of this opener.
#[derive(Clone, Debug)]
pub struct Seal {
    /// The only portal that this opener talks to.
    pub origin: PortalOrigin,
    /// The only key whose releases it runs; `None` refuses every release.
    pub key: Option<ReleaseKey>,
}

impl Seal {
    /// The seal of this build.
    ///
    /// # Errors
    /// [`OpenerError::SealInvalid`] where the build was given something unusable.
    pub fn of_this_build() -> Result<Self, OpenerError> {
        Self::read(option_env!("CORPORATE_PORTAL_ORIGIN"), option_env!("CORPORATE_RELEASE_KEY"))
    }

    fn read(origin: Option<&str>, key: Option<&str>) -> Result<Self, OpenerError> {
        let origin = origin.filter(|text| !text.is_empty()).unwrap_or(DEVELOPMENT_ORIGIN);
        let origin =
            PortalOrigin::parse(origin).map_err(|_| OpenerError::SealInvalid("portal address"))?;
        let key = key.filter(|text| !text.is_empty()).map(ReleaseKey::parse).transpose()?;
        Ok(Self { origin, key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unsealed_build_is_for_this_machine_and_has_no_key() {
        let seal = Seal::read(None, None).expect("the default seal");
        assert_eq!(seal.origin.to_string(), DEVELOPMENT_ORIGIN);
        assert!(seal.key.is_none());
    }

    #[test]
    fn a_bad_seal_is_refused() {
        for (origin, key) in [
            (Some("http://support.example.com"), None),
            (Some("support"), None),
            (None, Some("not a key")),
            (None, Some("AAAA")),
        ] {
            let error = Seal::read(origin, key).expect_err("a bad seal");
            assert!(matches!(error, OpenerError::SealInvalid(_)), "{error}");
        }
    }
}
