//! A machine with another `/etc`, for one program alone: the machine's policy stands there, and
//! only root may write it. Needs root and a kernel that lets it make a mount namespace.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

/// Binds a folder over `/etc` and becomes the program, so that the process keeps its id.
const SCRIPT: &str = "mount --bind \"$1\" /etc && shift && exec \"$@\"";

/// Whether this process can make such a machine; where not, says what is left out.
pub fn is_possible(left_out: &str) -> bool {
    let made = Command::new("unshare").args(["--mount", "true"]).output();
    let possible = made.is_ok_and(|output| output.status.success());
    if !possible {
        eprintln!("skipped, needs root and mount namespaces: {left_out}");
    }
    possible
}

/// Copies `/etc` to a folder that is not there yet.
///
/// # Errors
/// Where it cannot be copied.
pub fn copy_etc(folder: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-a").arg("/etc").arg(folder).status()?;
    ensure!(copied.success(), "/etc could not be copied");
    Ok(())
}

/// A command that runs a program with this folder as its `/etc`; arguments are added by the caller.
pub fn with_etc(etc: &Path, program: &Path) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", SCRIPT, "sh"]).arg(etc).arg(program);
    command
}
