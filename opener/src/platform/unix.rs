//! Files and folders on Unix: owner, mode bits and links are checked on what was opened, not on
//! its name.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::Found;

/// Bits with which somebody else could write.
const OTHERS_WRITE: u32 = 0o022;

/// Makes a folder that only this user can enter; its parents as the system makes them. Leaves
/// alone what is there.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Whether it is a folder, no link to one, of this user, in which nobody else can write. One that
/// others may only read is closed to them.
pub(crate) fn is_private_folder(path: &Path) -> io::Result<bool> {
    let flags = (OFlags::NOFOLLOW | OFlags::DIRECTORY).bits();
    let folder = OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path);
    let folder = match folder {
        Ok(folder) => folder,
        Err(error) if is_of_another_kind(&error) => return Ok(false),
        Err(error) => return Err(error),
    };
    let found = folder.metadata()?;
    if !is_mine(&found) || found.mode() & OTHERS_WRITE != 0 {
        return Ok(false);
    }
    if found.mode() & 0o077 != 0 {
        folder.set_permissions(Permissions::from_mode(0o700))?;
    }
    Ok(true)
}

/// Opens a plain file of this user, to read or to read and write; follows no link.
pub(crate) fn open_file(path: &Path, write: bool) -> io::Result<Found> {
    // Not blocking: a named pipe would wait for its other end.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let opened =
        OpenOptions::new().read(true).write(write).custom_flags(flags.cast_signed()).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) if is_of_another_kind(&error) => return Ok(Found::Foreign),
        Err(error) => return Err(error),
    };
    let found = file.metadata()?;
    let plain = found.is_file() && found.nlink() == 1;
    if plain && is_mine(&found) && found.mode() & OTHERS_WRITE == 0 {
        Ok(Found::File(file))
    } else {
        Ok(Found::Foreign)
    }
}

/// Makes a file that was not there, for this user alone.
pub(crate) fn create_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
}

/// Lets this user run a file.
pub(crate) fn make_program(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(0o700))
}

/// Removes a program, even where it is the one that runs.
pub(crate) fn remove_program(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

fn is_mine(found: &fs::Metadata) -> bool {
    found.uid() == rustix::process::geteuid().as_raw()
}

/// What `open` says to links, folders, sockets and devices where a plain file was wanted.
pub(super) fn is_of_another_kind(error: &io::Error) -> bool {
    let kinds = [Errno::LOOP, Errno::NOTDIR, Errno::ISDIR, Errno::NXIO];
    error.raw_os_error().is_some_and(|code| kinds.iter().any(|kind| kind.raw_os_error() == code))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_a_plain_file_of_this_user_is_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        assert!(matches!(open_file(&path("none"), false), Ok(Found::Nothing)));

        create_file(&path("plain")).expect("a file");
        assert!(matches!(open_file(&path("plain"), true), Ok(Found::File(_))));
        assert!(create_file(&path("plain")).is_err());

        symlink(path("plain"), path("link")).expect("a link");
        assert!(matches!(open_file(&path("link"), false), Ok(Found::Foreign)));
        assert!(create_file(&path("link")).is_err());

        fs::create_dir(path("folder")).expect("a folder");
        assert!(matches!(open_file(&path("folder"), false), Ok(Found::Foreign)));

        fs::hard_link(path("plain"), path("second name")).expect("a second name");
        assert!(matches!(open_file(&path("plain"), false), Ok(Found::Foreign)));

        let shared = create_file(&path("shared")).expect("a file");
        shared.set_permissions(Permissions::from_mode(0o666)).expect("a mode");
        assert!(matches!(open_file(&path("shared"), false), Ok(Found::Foreign)));
    }

    #[test]
    fn a_folder_is_private_or_refused() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("a/b");
        make_folder(&folder).expect("a folder");
        make_folder(&folder).expect("the same folder");
        assert!(is_private_folder(&folder).expect("an answer"));

        fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("a mode");
        assert!(is_private_folder(&folder).expect("an answer"));
        assert_eq!(fs::metadata(&folder).expect("it").mode() & 0o777, 0o700);

        fs::set_permissions(&folder, Permissions::from_mode(0o777)).expect("a mode");
        assert!(!is_private_folder(&folder).expect("an answer"));

        let link = home.path().join("link");
        symlink(&folder, &link).expect("a link");
        make_folder(&link).expect("left alone");
        assert!(!is_private_folder(&link).expect("an answer"));
    }
}
