//! Windows: the first start has a mutex and a window in the user's own session.

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
