//! The one portal that this app talks to, sealed when it was built. No argument, link, file or
//! environment of the running program changes it.

use corporate_protocol::{OriginError, PortalOrigin};

/// What an app built without an address talks to: the demo on this machine.
const DEMO: &str = "http://127.0.0.1:8080";

/// The portal that this app was built for.
///
/// # Errors
/// [`OriginError`] where it was built with an address that can't be a portal's.
pub fn sealed() -> Result<PortalOrigin, OriginError> {
    PortalOrigin::parse(option_env!("CORPORATE_PORTAL_ORIGIN").unwrap_or(DEMO))
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_build_has_a_portal() {
        assert!(super::sealed().is_ok());
    }
}
