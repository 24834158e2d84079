//! Folders and files that nobody but the portal's own user may look into.

use std::path::Path;

/// Makes a folder and those above it, where they are missing, for this user alone. One that is
/// there already is closed to everybody else.
///
/// # Errors
/// What the system says; or that the folder is shared or somebody else's, and stays open to others.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    close(folder)
}

/// Makes a file where there is none, for this user alone; one that is there is closed to others.
///
/// # Errors
/// What the system says.
pub(crate) fn make_private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    close(path)
}

/// Takes everybody else's rights away.
#[cfg(unix)]
fn close(path: &Path) -> std::io::Result<()> {
    use std::io::{Error, ErrorKind};
    use std::os::unix::fs::PermissionsExt as _;
    const STICKY: u32 = 0o1000;
    const OTHERS: u32 = 0o077;
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & OTHERS == 0 {
        return Ok(());
    }
    if mode & STICKY != 0 {
        let text = "it is a folder that all users share; give the portal one of its own";
        return Err(Error::new(ErrorKind::PermissionDenied, text));
    }
    let closed = std::fs::Permissions::from_mode(mode & 0o700);
    std::fs::set_permissions(path, closed).map_err(|error| {
        let text = "it belongs to another user, and others may look into it";
        if error.kind() == ErrorKind::PermissionDenied {
            Error::new(ErrorKind::PermissionDenied, text)
        } else {
            error
        }
    })
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on each system")]
fn close(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("there").permissions().mode() & 0o7777
    }

    fn open_to(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("ours");
    }

    #[test]
    fn what_was_open_to_others_is_closed() {
        let data = tempfile::tempdir().expect("a folder");
        let (folder, file) = (data.path().join("a"), data.path().join("a/b"));
        make_private(&folder).expect("a folder");
        make_private_file(&file).expect("a file");
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        std::fs::write(&file, b"kept").expect("a file");
        open_to(&folder, 0o755);
        open_to(&file, 0o644);
        make_private(&folder).expect("a folder");
        make_private_file(&file).expect("a file");
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        assert_eq!(std::fs::read(&file).expect("a file"), b"kept");
    }

    #[test]
    fn a_folder_that_all_share_is_refused_and_left_alone() {
        let data = tempfile::tempdir().expect("a folder");
        open_to(data.path(), 0o1777);
        let refused = make_private(data.path()).expect_err("shared");
        assert!(refused.to_string().contains("one of its own"), "{refused}");
        assert_eq!(mode(data.path()), 0o1777);
    }
}
