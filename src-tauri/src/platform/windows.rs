//! Windows: the first start has a mutex and a window in the user's own session. What lies below the
//! user's own folder is closed to other users by the rights that it inherits.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether a second start is to look for the first.
pub(crate) const FINDS_FIRST_START: bool = true;
/// The opener's file name.
pub(crate) const OPENER: &str = "corporate-opener.exe";

/// Starts `program`, whose window may come to the front; the caller then ends.
///
/// # Errors
/// What the system says.
pub fn give_way_to(program: &Path, argument: &str) -> io::Result<()> {
    Command::new(program).arg(argument).stdin(Stdio::null()).spawn().map(drop)
}

/// Makes a folder below the user's own, if it is not there.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Opens a file in such a folder, made where it is not there. Writes nothing into it.
pub(crate) fn open_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)
}
