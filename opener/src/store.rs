//! The folder in which apps are installed, one folder a version, and in which the age of the newest
//! release is remembered. Refuses folders that somebody else could write, follows no links.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::platform::{self, Found};
use crate::{Cancel, OpenerError, ReleaseKey};

/// How often a lock that another opener holds is tried again.
const LOCK_AGAIN: Duration = Duration::from_millis(200);
/// Bytes of a file in which something is remembered; it has far fewer.
const REMEMBERED_BYTES: u64 = 1024;

/// This user's private folder for apps.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

/// What is remembered of a key's releases.
#[derive(Serialize, Deserialize)]
struct Remembered {
    released_at: i64,
}

impl Store {
    /// Opens the folder; makes it where there is none.
    pub(crate) fn open(folder: &Path) -> Result<Self, OpenerError> {
        private(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The folder of one version of the app. `version` is a checked release's.
    pub(crate) fn app_folder(&self, version: &str) -> Result<PathBuf, OpenerError> {
        let folder = self.folder.join(version);
        private(&folder)?;
        Ok(folder)
    }

    /// Waits until no other opener of this user installs anything. The lock goes with the file.
    pub(crate) fn lock(&self, cancel: &Cancel) -> Result<File, OpenerError> {
        let path = self.folder.join("lock");
        let failed = |error| OpenerError::folder(&path, error);
        let file = loop {
            match platform::open_file(&path, true).map_err(failed)? {
                Found::File(file) => break file,
                Found::Foreign => return Err(OpenerError::FolderUnsafe(path)),
                Found::Nothing => {}
            }
            match platform::create_file(&path) {
                Ok(file) => break file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(error)),
            }
            cancel.check()?;
        };
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => cancel.wait(LOCK_AGAIN)?,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// When the newest release of this key that was ever accepted was made; 0 before the first.
    pub(crate) fn newest_release(&self, key: &ReleaseKey) -> Result<i64, OpenerError> {
        let path = self.release_file(key);
        let failed = |error| OpenerError::folder(&path, error);
        let file = match platform::open_file(&path, false).map_err(failed)? {
            Found::File(file) => file,
            Found::Nothing => return Ok(0),
            Found::Foreign => return Err(OpenerError::FolderUnsafe(path)),
        };
        let mut text = Vec::new();
        file.take(REMEMBERED_BYTES).read_to_end(&mut text).map_err(failed)?;
        // Forgetting it would let an old release in, so what can't be read is an error.
        serde_json::from_slice(&text)
            .map(|remembered: Remembered| remembered.released_at)
            .map_err(|_| OpenerError::FolderUnsafe(path))
    }

    /// Remembers an accepted release, unless a newer one is remembered.
    pub(crate) fn remember_release(
        &self,
        key: &ReleaseKey,
        released_at: i64,
    ) -> Result<(), OpenerError> {
        if released_at <= self.newest_release(key)? {
            return Ok(());
        }
        let path = self.release_file(key);
        let new = path.with_extension("new");
        let failed = |error| OpenerError::folder(&path, error);
        remove(&new)?;
        let mut file = platform::create_file(&new).map_err(failed)?;
        let text = serde_json::json!(Remembered { released_at }).to_string();
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        drop(file);
        fs::rename(&new, &path).map_err(failed)
    }

    /// One file a key: portals of different makers don't outdate one another.
    fn release_file(&self, key: &ReleaseKey) -> PathBuf {
        self.folder.join(format!("release-{}.json", key.fingerprint()))
    }
}

/// Removes a file or link, if there is one.
pub(crate) fn remove(path: &Path) -> Result<(), OpenerError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OpenerError::folder(path, error))
        }
        _ => Ok(()),
    }
}

fn private(folder: &Path) -> Result<(), OpenerError> {
    let failed = |error| OpenerError::folder(folder, error);
    platform::make_folder(folder).map_err(failed)?;
    if platform::is_private_folder(folder).map_err(failed)? {
        Ok(())
    } else {
        Err(OpenerError::FolderUnsafe(folder.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public keys of the secrets 1, 1, 1, … and 2, 2, 2, ….
    fn keys() -> [ReleaseKey; 2] {
        use base64::Engine as _;
        [[1; 32], [2; 32]].map(|secret| {
            let public = ed25519_dalek::SigningKey::from_bytes(&secret).verifying_key();
            let text = base64::engine::general_purpose::STANDARD.encode(public.as_bytes());
            ReleaseKey::parse(&text).expect("a key")
        })
    }

    #[test]
    fn the_newest_release_is_remembered_for_each_key() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        let [one, two] = keys();
        assert_eq!(store.newest_release(&one).expect("nothing yet"), 0);
        for released_at in [5, 9, 7] {
            store.remember_release(&one, released_at).expect("remembered");
        }
        assert_eq!(store.newest_release(&one).expect("the newest"), 9);
        assert_eq!(store.newest_release(&two).expect("nothing yet"), 0);
    }

    #[test]
    fn a_memory_that_cannot_be_read_is_not_forgotten() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        let [key, _] = keys();
        store.remember_release(&key, 5).expect("remembered");
        let path = store.release_file(&key);
        fs::write(&path, "").expect("emptied");
        assert!(matches!(store.newest_release(&key), Err(OpenerError::FolderUnsafe(_))));
        assert!(matches!(store.remember_release(&key, 6), Err(OpenerError::FolderUnsafe(_))));
    }

    #[test]
    fn one_opener_at_a_time_installs() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        let cancel = Cancel::new();
        let held = store.lock(&cancel).expect("the lock");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| store.lock(&cancel));
            cancel.cancel();
            let error = waiting.join().expect("no panic").expect_err("it is held");
            assert!(matches!(error, OpenerError::Cancelled));
        });
        drop(held);
        store.lock(&Cancel::new()).expect("the lock again");
    }
}
