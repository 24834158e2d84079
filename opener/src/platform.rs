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

pub use self::system::{SchemeHandler, harden, own_program};
pub(crate) use self::system::{
    app_traces, create_file, is_private_folder, is_running, locale, make_folder, make_program,
    open_file, remove_program,
};

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
