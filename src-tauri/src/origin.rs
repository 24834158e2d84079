//! The one portal that this app talks to: sealed when it was built, or named by the machine's policy.
//! No argument, link, file of the user or environment of the running program changes it.

use corporate_policy::{Origin, PolicyError};
use corporate_protocol::PortalOrigin;

/// What this app was built with; empty means for no portal.
const SEAL: Option<&str> = option_env!("CORPORATE_PORTAL_ORIGIN");

/// The portal of this app on this machine.
///
/// # Errors
/// [`PolicyError`] where seal or policy are there and can't be used.
pub fn of_this_build() -> Result<PortalOrigin, PolicyError> {
    with_seal(SEAL)
}

fn with_seal(seal: Option<&str>) -> Result<PortalOrigin, PolicyError> {
    Origin::of_this_build(seal).map(|origin| origin.portal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without a seal the policy of the machine that runs the tests would decide.
    #[test]
    fn the_seal_names_the_portal_and_can_be_used() {
        let sealed = SEAL.filter(|seal| !seal.is_empty()).unwrap_or("https://sealed.example");
        let portal = with_seal(Some(sealed)).expect("a portal");
        assert_eq!(portal.to_string(), sealed.trim_end_matches('/'));
        assert!(with_seal(Some("http://sealed.example")).is_err());
    }
}
