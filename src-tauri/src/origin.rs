//! The one portal that this app talks to: sealed when it was built, or named by the machine's policy.
//! No argument, link, file of the user or environment of the running program changes it.

use corporate_policy::{Origin, PolicyError};
use corporate_protocol::PortalOrigin;

/// The portal of this app on this machine.
///
/// # Errors
/// [`PolicyError`] where seal or policy are there and can't be used.
pub fn of_this_build() -> Result<PortalOrigin, PolicyError> {
    Origin::of_this_build(option_env!("CORPORATE_PORTAL_ORIGIN")).map(|origin| origin.portal)
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_build_has_a_portal() {
        assert!(super::of_this_build().is_ok());
    }
}
