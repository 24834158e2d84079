//! Linux: a file below `/etc` that root alone can write, read through what was opened so that it
//! can't be exchanged between look and use.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::document;
use crate::PolicyError;

/// Where the policy is.
pub(crate) const PLACE: &str = "/etc/corporate-customer/policy.json";
/// The folder down from which everything is looked at.
const TOP: &str = "/";
/// Whose files are believed.
const ROOT: u32 = 0;
/// Bytes of a policy.
const POLICY_BYTES: u64 = 4 * 1024;
/// Bits with which somebody else could write.
const OTHERS_WRITE: u32 = 0o022;

/// The portal's address as the administrator has written it; `None` where there is no policy.
pub(crate) fn policy() -> Result<Option<String>, PolicyError> {
    read(Path::new(PLACE), Path::new(TOP), ROOT)
}

/// Reads a policy of this owner below the folder `top`.
fn read(path: &Path, top: &Path, owner: u32) -> Result<Option<String>, PolicyError> {
    // Whoever can write a folder above can put another file in the file's place.
    for folder in path.ancestors().skip(1) {
        match open(folder, OFlags::DIRECTORY | OFlags::PATH) {
            Ok(Opened::There(folder)) if is_safe(&folder, owner)? => {}
            Ok(Opened::Missing) => return Ok(None),
            Ok(_) => return Err(PolicyError::Unsafe { place: PLACE }),
            Err(source) => return Err(PolicyError::Unreadable { place: PLACE, source }),
        }
        if folder == top {
            break;
        }
    }
    // Not blocking: a named pipe would wait for its other end.
    match open(path, OFlags::NONBLOCK).map_err(unreadable)? {
        Opened::Missing => Ok(None),
        Opened::Foreign => Err(PolicyError::Unsafe { place: PLACE }),
        Opened::There(file) => {
            let plain = file.metadata().map_err(unreadable)?.is_file();
            if !plain || !is_safe(&file, owner)? {
                return Err(PolicyError::Unsafe { place: PLACE });
            }
            content(file).map(Some)
        }
    }
}

fn content(file: File) -> Result<String, PolicyError> {
    let wrong = |reason| PolicyError::Form { place: PLACE, reason };
    let mut bytes = Vec::new();
    file.take(POLICY_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > POLICY_BYTES {
        return Err(wrong("it is larger than 4 KiB"));
    }
    document::portal_url(&bytes).map_err(wrong)
}

/// What is found under a name.
enum Opened {
    Missing,
    Foreign,
    There(File),
}

/// Opens what is there, following no link.
fn open(path: &Path, flags: OFlags) -> io::Result<Opened> {
    let flags = (OFlags::NOFOLLOW | flags).bits().cast_signed();
    match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => Ok(Opened::There(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Opened::Missing),
        Err(error) => {
            let code = error.raw_os_error();
            let other = [Errno::LOOP, Errno::NOTDIR, Errno::NXIO];
            if other.iter().any(|kind| Some(kind.raw_os_error()) == code) {
                Ok(Opened::Foreign)
            } else {
                Err(error)
            }
        }
    }
}

/// Whether it is the owner's and nobody else can write it.
fn is_safe(file: &File, owner: u32) -> Result<bool, PolicyError> {
    let found = file.metadata().map_err(unreadable)?;
    Ok((found.uid() == owner || found.uid() == ROOT) && found.mode() & OTHERS_WRITE == 0)
}

fn unreadable(source: io::Error) -> PolicyError {
    PolicyError::Unreadable { place: PLACE, source }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;

    const GOOD: &str = r#"{ "portal_url": "https://support.example.com" }"#;

    /// A folder with a policy of the user who runs the tests.
    struct Etc {
        folder: TempDir,
        path: PathBuf,
    }

    impl Etc {
        fn with(text: &str) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("policy.json");
            fs::write(&path, text).expect("a policy");
            let etc = Self { folder, path };
            etc.mode(0o644);
            etc
        }

        fn mode(&self, mode: u32) {
            fs::set_permissions(&self.path, Permissions::from_mode(mode)).expect("a mode");
        }

        fn owner(&self) -> u32 {
            fs::metadata(self.folder.path()).expect("the folder").uid()
        }

        fn read(&self) -> Result<Option<String>, PolicyError> {
            self.read_at(&self.path)
        }

        /// The folder for what is temporary, above, is everybody's to write.
        fn read_at(&self, path: &Path) -> Result<Option<String>, PolicyError> {
            read(path, self.folder.path(), self.owner())
        }

        fn assert_unsafe(&self, what: &str) {
            let read = self.read();
            assert!(matches!(read, Err(PolicyError::Unsafe { .. })), "{what}: {read:?}");
        }
    }

    #[test]
    fn a_policy_is_read_and_none_is_none() {
        let etc = Etc::with(GOOD);
        let read = etc.read().expect("a policy");
        assert_eq!(read.as_deref(), Some("https://support.example.com"));
        fs::remove_file(&etc.path).expect("removed");
        assert!(etc.read().expect("an answer").is_none());
        let nowhere = etc.folder.path().join("none/policy.json");
        assert!(etc.read_at(&nowhere).expect("an answer").is_none());
    }

    #[test]
    fn what_others_could_have_written_is_refused() {
        let etc = Etc::with(GOOD);
        for mode in [0o664, 0o646, 0o666] {
            etc.mode(mode);
            etc.assert_unsafe("a mode");
        }
        etc.mode(0o644);
        // With the sticky bit too: whoever is first can put a file there.
        for mode in [0o775, 0o757, 0o1777] {
            fs::set_permissions(etc.folder.path(), Permissions::from_mode(mode)).expect("a mode");
            etc.assert_unsafe("a folder's mode");
        }
        fs::set_permissions(etc.folder.path(), Permissions::from_mode(0o755)).expect("a mode");
        assert!(etc.read().is_ok());
    }

    #[test]
    fn every_folder_above_a_policy_is_looked_at() {
        let etc = Etc::with(GOOD);
        let (outer, inner) = (etc.folder.path().join("a"), etc.folder.path().join("a/b"));
        fs::create_dir_all(&inner).expect("folders");
        let path = inner.join("policy.json");
        fs::rename(&etc.path, &path).expect("renamed");
        for folder in [&outer, &inner] {
            fs::set_permissions(folder, Permissions::from_mode(0o777)).expect("a mode");
            let read = etc.read_at(&path);
            assert!(matches!(read, Err(PolicyError::Unsafe { .. })), "{read:?}");
            fs::set_permissions(folder, Permissions::from_mode(0o755)).expect("a mode");
        }
        assert!(etc.read_at(&path).is_ok());
        // Where a policy really stands nothing is left out; here is mostly a folder for everybody.
        let is_open = |folder: &Path| fs::metadata(folder).expect("it").mode() & OTHERS_WRITE != 0;
        let read = super::read(&path, Path::new(TOP), etc.owner());
        assert!(read.is_err() || !path.ancestors().any(is_open), "{read:?}");
    }

    #[test]
    fn another_user_s_file_is_refused() {
        let etc = Etc::with(GOOD);
        let read = super::read(&etc.path, etc.folder.path(), etc.owner() + 1);
        // Root's own files are everybody's to believe.
        let refused = matches!(read, Err(PolicyError::Unsafe { .. }));
        assert_eq!(refused, etc.owner() != ROOT, "{read:?}");
    }

    #[test]
    fn links_pipes_and_folders_are_refused_and_not_waited_for() {
        let etc = Etc::with(GOOD);
        let real = etc.folder.path().join("real.json");
        fs::rename(&etc.path, &real).expect("renamed");
        symlink(&real, &etc.path).expect("a link");
        etc.assert_unsafe("a link");
        fs::remove_file(&etc.path).expect("removed");

        fs::create_dir(&etc.path).expect("a folder");
        etc.assert_unsafe("a folder");
        fs::remove_dir(&etc.path).expect("removed");

        rustix::fs::mkfifoat(rustix::fs::CWD, &etc.path, 0o644.into()).expect("a pipe");
        etc.assert_unsafe("a pipe");
        fs::remove_file(&etc.path).expect("removed");

        let linked = etc.folder.path().join("linked");
        let inner = etc.folder.path().join("inner");
        fs::create_dir(&inner).expect("a folder");
        fs::write(inner.join("policy.json"), GOOD).expect("a policy");
        symlink(&inner, &linked).expect("a link");
        let read = etc.read_at(&linked.join("policy.json"));
        assert!(matches!(read, Err(PolicyError::Unsafe { .. })), "{read:?}");
    }

    #[test]
    fn a_policy_of_another_form_is_an_error_and_names_the_place() {
        let large = format!("{GOOD}{}", " ".repeat(5000));
        for text in ["", "{}", "portal_url = https://a.example", large.as_str()] {
            let error = Etc::with(text).read().expect_err(text);
            assert!(matches!(error, PolicyError::Form { .. }), "{error}");
            assert_eq!(error.place(), Some(PLACE));
        }
    }
}
