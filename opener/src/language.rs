//! The language before the portal has told the session's: the one that the user's system speaks.

use corporate_protocol::Language;

use crate::platform;

/// The language of this user's system.
pub fn system_language() -> Language {
    platform::locale().map_or_else(Language::default, |tag| Language::from_tag(&tag))
}
