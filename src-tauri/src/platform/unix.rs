//! Unix: another program takes over this very process, so that nothing of the app runs any more when
//! its first statement does. Folders and files of the user alone have mode bits that say so.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
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

/// Makes a folder that only this user can enter, whatever it was before.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(0o700))
}

/// Opens a file that only this user can read, made where it is not there. Writes nothing into it, so
/// that a link put in its place harms nothing.
pub(crate) fn open_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bug: where the system has no folder for running programs, other users could lock the files.
    #[test]
    fn a_private_folder_and_its_files_are_closed_to_other_users() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("claims");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("a mode");
        make_private_folder(&folder).expect("the same folder");
        let file = folder.join("session.lock");
        for _ in 0..2 {
            open_private_file(&file).expect("a file");
        }
        let mode = |path: &Path| std::fs::metadata(path).expect("it").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    }
}
