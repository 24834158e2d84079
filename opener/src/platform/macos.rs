//! macOS: the user's Application Support folder. The system's language is not read yet; until the
//! window is made for macOS, the terminal's counts.

use std::path::PathBuf;

pub(crate) use super::unix::{
    create_file, is_private_folder, make_folder, make_program, open_file,
};

/// `~/Library/Application Support`.
pub(super) fn data_home() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute())?;
    Some(home.join("Library/Application Support"))
}

/// The language of the terminal.
pub(crate) fn locale() -> Option<String> {
    std::env::var("LANG").ok().filter(|value| !value.is_empty())
}
