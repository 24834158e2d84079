//! Chooses the portal: what is sealed first, then the policy, then this machine.

use corporate_protocol::PortalOrigin;

use crate::{AddressError, PolicyError, platform, read_address};

/// Where a program looks for a portal that was built for none, on a machine that names none.
const THIS_MACHINE: &str = "http://127.0.0.1:8080";

/// The portal that a program talks to, and how it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The portal.
    pub portal: PortalOrigin,
    /// Who has named it.
    pub source: OriginSource,
}

/// Who has named a portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginSource {
    /// The build. Nothing on the machine can name another one.
    Sealed,
    /// The machine's administrator.
    Policy,
    /// Nobody: it is the one on this machine.
    ThisMachine,
}

impl Origin {
    /// The portal of the running program. `sealed` is what it was built with,
    /// `option_env!("CORPORATE_PORTAL_ORIGIN")`; empty means for none.
    ///
    /// # Errors
    /// [`PolicyError`] where seal or policy are there and can't be used.
    pub fn of_this_build(sealed: Option<&str>) -> Result<Self, PolicyError> {
        Self::choose(sealed, platform::PLACE, platform::policy)
    }

    fn choose(
        sealed: Option<&str>,
        place: &'static str,
        policy: impl FnOnce() -> Result<Option<String>, PolicyError>,
    ) -> Result<Self, PolicyError> {
        if let Some(text) = sealed.filter(|text| !text.is_empty()) {
            let portal = read_address(text).map_err(PolicyError::Seal)?;
            return Ok(Self { portal, source: OriginSource::Sealed });
        }
        if let Some(text) = policy()? {
            let portal =
                read_address(&text).map_err(|source| PolicyError::Address { place, source })?;
            return Ok(Self { portal, source: OriginSource::Policy });
        }
        let portal = PortalOrigin::parse(THIS_MACHINE)
            .map_err(|error| PolicyError::Seal(AddressError::Origin(error)))?;
        Ok(Self { portal, source: OriginSource::ThisMachine })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "the test's policy";

    fn choose(sealed: Option<&str>, policy: Option<&str>) -> Result<Origin, PolicyError> {
        Origin::choose(sealed, PLACE, || Ok(policy.map(str::to_owned)))
    }

    #[test]
    fn the_seal_comes_before_the_policy_and_the_policy_before_this_machine() {
        let (sealed, policy) = (Some("https://sealed.example"), Some("https://policy.example"));
        let chosen = |sealed, policy| {
            let origin = choose(sealed, policy).expect("an origin");
            (origin.portal.to_string(), origin.source)
        };
        let expected = ("https://sealed.example".to_owned(), OriginSource::Sealed);
        assert_eq!(chosen(sealed, policy), expected);
        assert_eq!(chosen(sealed, None), expected);
        let expected = ("https://policy.example".to_owned(), OriginSource::Policy);
        assert_eq!(chosen(None, policy), expected);
        assert_eq!(chosen(Some(""), policy), expected);
        assert_eq!(chosen(None, None), (THIS_MACHINE.to_owned(), OriginSource::ThisMachine));
    }

    #[test]
    fn a_sealed_program_does_not_even_look_for_a_policy() {
        let origin =
            Origin::choose(Some("https://sealed.example"), PLACE, || panic!("the policy was read"));
        assert_eq!(origin.expect("an origin").source, OriginSource::Sealed);
    }

    #[test]
    fn what_is_there_and_wrong_is_never_skipped() {
        let error = choose(Some("http://sealed.example"), Some("https://policy.example"));
        assert!(matches!(error, Err(PolicyError::Seal(_))), "{error:?}");
        for text in ["", "http://policy.example", "https://policy.example@evil.example", "x"] {
            let error = choose(None, Some(text)).expect_err(text);
            assert_eq!(error.place(), Some(PLACE), "{error}");
        }
        let error = Origin::choose(None, PLACE, || Err(PolicyError::Unsafe { place: PLACE }));
        assert!(matches!(error, Err(PolicyError::Unsafe { .. })), "{error:?}");
    }
}
