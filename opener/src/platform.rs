//! What differs between operating systems: where a user's data is kept, which language the system
//! speaks, how files are opened so that nobody else can slip something under the opener, who is
//! asked for links of our scheme, and where libraries are looked for. Each system's module has the
//! same items; this is the only place that chooses.

#[cfg(target_os = "linux")]
#[path = "platform/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "platform/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "platform/windows.rs"]
mod system;
#[cfg(unix)]
mod unix;

use std::fs::File;
use std::path::PathBuf;

pub(crate) use self::system::{
    APP_INFO, APP_PROGRAM, app_traces, create_file, is_private_folder, is_running, locale,
    make_folder, make_program, open_file, remove_program,
};
pub use self::system::{SchemeHandler, harden, own_program};

/// The folder that every system's opener and app keep their files in.
const FOLDER: &str = "corporate-customer";
/// The app's identifier, as its `tauri.conf.json` has it.
const APP: &str = "app.corporate.customer";

/// What is found under a name.
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// Something that the opener would not have put there: a link, a folder, another user's file.
    Foreign,
    /// A plain file of this user that nobody else can write.
    File(File),
}

/// The folder of this user in which apps and what is remembered of releases are kept.
pub fn data_folder() -> Option<PathBuf> {
    system::data_home().map(|home| home.join(FOLDER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_macos_the_app_s_bundle_says_what_it_is_and_takes_our_links() {
        let info = include_bytes!("platform/macos/Info.plist");
        let info: plist::Dictionary = plist::from_bytes(info).expect("a property list");
        let text = |key: &str| info.get(key).and_then(plist::Value::as_string);
        assert_eq!(text("CFBundleIdentifier"), Some(APP));
        assert_eq!(text("CFBundleExecutable"), Some("corporate-customer"));
        assert_eq!(text("CFBundleShortVersionString"), Some("{version}"));
        let types = info.get("CFBundleURLTypes").and_then(plist::Value::as_array);
        let links =
            types.and_then(|types| types.first()?.as_dictionary()?.get("CFBundleURLSchemes"));
        assert_eq!(links, Some(&plist::Value::from(vec!["corpcustomer".into()])));
        let settings = include_str!("../../src-tauri/tauri.conf.json");
        assert!(settings.contains(&format!("\"identifier\": \"{APP}\"")));
    }
}
