//! macOS: the managed preferences that the device's management sets. A value that the user has set
//! is not forced and counts for nothing.

use core_foundation::base::{CFType, TCFType as _};
use core_foundation::string::CFString;
use core_foundation_sys::preferences::{CFPreferencesAppValueIsForced, CFPreferencesCopyAppValue};

use crate::PolicyError;

/// Where the policy is.
pub(crate) const PLACE: &str = "app.corporate.customer PortalUrl";
const DOMAIN: &str = "app.corporate.customer";
const KEY: &str = "PortalUrl";

/// The portal's address as the administrator has written it; `None` where there is no policy.
#[expect(unsafe_code, reason = "the macOS API is called here")]
pub(crate) fn policy() -> Result<Option<String>, PolicyError> {
    let (key, domain) = (CFString::from_static_string(KEY), CFString::from_static_string(DOMAIN));
    let (key, domain) = (key.as_concrete_TypeRef(), domain.as_concrete_TypeRef());
    // SAFETY: both strings live until the end of this function.
    if unsafe { CFPreferencesAppValueIsForced(key, domain) } == 0 {
        return Ok(None);
    }
    // SAFETY: as above.
    let value = unsafe { CFPreferencesCopyAppValue(key, domain) };
    let wrong = PolicyError::Form { place: PLACE, reason: "it has to be a string" };
    // It is forced: the management has said something, and that counts.
    if value.is_null() {
        return Err(wrong);
    }
    // SAFETY: the value is not null, and by the rule for functions named Copy it is ours to release.
    let value = unsafe { CFType::wrap_under_create_rule(value) };
    let text = value.downcast::<CFString>().map(|text| text.to_string());
    text.map(Some).ok_or(wrong)
}
