//! Unix: another program takes over this very process, so that nothing of the app runs any more when
//! its first statement does.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Becomes `program`; returns only where that fails.
///
/// # Errors
/// What the system says.
pub fn give_way_to(program: &Path, argument: &str) -> io::Result<()> {
    Err(Command::new(program).arg(argument).stdin(Stdio::null()).exec())
}
