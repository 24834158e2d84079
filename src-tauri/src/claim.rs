//! What only one process of a user may be or do: the first start, which later ones turn to, and the
//! owner of a session that a link may not add another to. Each is a file that is locked as long as
//! the process lives, in a folder of the user alone.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A right that ends with its value, or with the process.
#[derive(Debug)]
pub struct Claim(#[expect(dead_code, reason = "held for its lock")] File);

/// Another process has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another process has it")]
pub struct Taken;

/// The claims of one user.
#[derive(Debug)]
pub struct Claims {
    folder: Option<PathBuf>,
}

impl Claims {
    /// Keeps them in a folder, made where it is not there. Where there is none, or it can't be
    /// used, every claim is granted and holds nobody off.
    pub const fn in_folder(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// To be the process that later starts turn to.
    ///
    /// # Errors
    /// [`Taken`] where one is there.
    pub fn first_start(&self) -> Result<Option<Claim>, Taken> {
        self.take("start.lock", File::try_lock)
    }

    /// To have the user's only session.
    ///
    /// # Errors
    /// [`Taken`] where a process has a session, or asks whether to join one.
    pub fn only_session(&self) -> Result<Option<Claim>, Taken> {
        self.take("session.lock", File::try_lock)
    }

    /// To have a session beside others: the opener's customer has asked for it.
    ///
    /// # Errors
    /// [`Taken`] where another process has the only one, which changes nothing for this one.
    pub fn session(&self) -> Result<Option<Claim>, Taken> {
        self.take("session.lock", File::try_lock_shared)
    }

    fn take(
        &self,
        name: &str,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Claim>, Taken> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let opened = make(folder).and_then(|()| open(&folder.join(name)));
        let locked =
            opened.map_err(TryLockError::Error).and_then(|file| lock(&file).map(|()| file));
        match locked {
            Ok(file) => Ok(Some(Claim(file))),
            Err(TryLockError::WouldBlock) => Err(Taken),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "other starts of this program can't be noticed");
                Ok(None)
            }
        }
    }
}

fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

/// Writes nothing into it, so that a link put in its place harms nothing.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> (tempfile::TempDir, Claims) {
        let folder = tempfile::tempdir().expect("a folder");
        let claims = Claims::in_folder(Some(folder.path().join("a/b")));
        (folder, claims)
    }

    #[test]
    fn there_is_one_first_start_until_it_ends() {
        let (_folder, claims) = claims();
        let first = claims.first_start().expect("free").expect("a claim");
        assert_eq!(claims.first_start().err(), Some(Taken));
        drop(first);
        assert!(claims.first_start().is_ok());
    }

    #[test]
    fn a_link_gets_no_session_beside_another_but_openers_do() {
        let (_folder, claims) = claims();
        let by_opener = claims.session().expect("free");
        let another = claims.session().expect("beside it");
        assert_eq!(claims.only_session().err(), Some(Taken));
        drop((by_opener, another));
        let by_link = claims.only_session().expect("free");
        assert_eq!(claims.only_session().err(), Some(Taken));
        assert_eq!(claims.session().err(), Some(Taken));
        drop(by_link);
        assert!(claims.session().is_ok());
    }

    #[test]
    fn two_users_do_not_meet() {
        let ((_one, first), (_two, second)) = (claims(), claims());
        let _has = first.only_session().expect("free");
        let _starts = first.first_start().expect("free");
        assert!(second.only_session().is_ok());
        assert!(second.first_start().is_ok());
    }

    #[test]
    fn a_folder_that_cannot_be_used_stops_nobody() {
        assert!(Claims::in_folder(None).only_session().expect("granted").is_none());
        let (folder, _) = claims();
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        assert!(Claims::in_folder(Some(file)).only_session().expect("granted").is_none());
    }
}
