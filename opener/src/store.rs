//! The folder in which apps are installed, a folder for each, and in which what is known of releases
//! is remembered. Refuses folders that somebody else could write, follows no links.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use corporate_protocol::Version;

use crate::OpenerError;
use crate::app::App;
use crate::platform::{self, Found};

/// The name of the opener's own copy, without the system's ending. Names with "setup", "launch" or
/// "install" would be taken for installers.
const OWN_COPY: &str = "corporate-opener";
/// Below the folder: the apps.
const APPS: &str = "apps";
/// Below the folder: the opener's own copy.
const OPENER: &str = "opener";
/// Directly below the folder: of which version that copy is.
const OPENER_VERSION: &str = "opener-version";
/// Bytes of a version.
const VERSION_BYTES: u64 = 64;
/// How often a lock that another opener holds is tried again.
const LOCK_AGAIN: Duration = Duration::from_millis(200);
/// How long an app is new.
const YOUNG: Duration = Duration::from_hours(1);
/// Bytes of an opener that is copied.
const OPENER_BYTES: u64 = 512 * 1024 * 1024;

/// This user's private folder for apps.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

/// What one opener at a time does, or several that only want it not to be done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lock {
    /// Changes which apps are there; may take long.
    Install,
    /// Starts an app that must not change meanwhile: several at a time, none beside `Install`.
    Start,
    /// Changes what is remembered.
    Memory,
}

impl Store {
    /// Opens the folder; makes it where there is none.
    pub(crate) fn open(folder: &Path) -> Result<Self, OpenerError> {
        private(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// A file directly below the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The names of all that is directly below the folder; `None` where they can't be told.
    pub(crate) fn names(&self) -> Option<Vec<String>> {
        let entries = fs::read_dir(&self.folder).ok()?;
        entries.map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }

    /// The folder of one app; makes it, and those that its program lies in, where there are none.
    pub(crate) fn app_folder(&self, app: &App) -> Result<PathBuf, OpenerError> {
        let apps = self.folder.join(APPS);
        private(&apps)?;
        let folder = apps.join(app.folder());
        private(&folder)?;
        private_above(&folder, Path::new(platform::APP_PROGRAM))?;
        Ok(folder)
    }

    /// Writes what the system wants to know of an app, if anything, where it looks for that.
    pub(crate) fn describe(&self, app: &App) -> Result<(), OpenerError> {
        let Some((place, text)) = platform::APP_INFO else { return Ok(()) };
        let text = text.replace("{version}", &app.version.to_string());
        self.write(&format!("{APPS}/{}/{place}", app.folder()), text.as_bytes())
    }

    /// Where one app's program is, or would be.
    pub(crate) fn program(&self, app: &App) -> PathBuf {
        self.folder.join(APPS).join(app.folder()).join(platform::APP_PROGRAM)
    }

    /// The programs of all apps that are there.
    pub(crate) fn programs(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.join(APPS)).into_iter().flatten().flatten();
        entries.map(|entry| entry.path().join(platform::APP_PROGRAM)).collect()
    }

    /// Where the opener's own copy is, or would be.
    pub(crate) fn own_copy(&self) -> PathBuf {
        self.folder.join(OPENER).join(format!("{OWN_COPY}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Keeps a copy of the running opener, for removing everything later, unless that of a newer
    /// version is there. `own` may be the copy.
    pub(crate) fn keep_opener(&self, own: &Path, version: Version) -> Result<(), OpenerError> {
        let copy = self.own_copy();
        private(&self.folder.join(OPENER))?;
        let failed = |error| OpenerError::folder(&copy, error);
        let mut source = File::open(own).map_err(failed)?;
        if let Ok(Found::File(kept)) = platform::open_file(&copy, false) {
            let is_newer = self.version_of_copy().is_some_and(|kept| kept > version);
            if is_newer {
                return Ok(());
            }
            if same_bytes(&kept, &source).unwrap_or(false) {
                return self.write(OPENER_VERSION, version.to_string().as_bytes());
            }
            source.rewind().map_err(failed)?;
        }
        let new = copy.with_extension("new");
        remove(&new)?;
        let mut file = platform::create_file(&new).map_err(failed)?;
        io::copy(&mut (&mut source).take(OPENER_BYTES), &mut file).map_err(failed)?;
        file.sync_all().and_then(|()| platform::make_program(&file)).map_err(failed)?;
        drop(file);
        fs::rename(&new, &copy).map_err(failed)?;
        self.write(OPENER_VERSION, version.to_string().as_bytes())
    }

    /// The opener's own copy, if there is one.
    pub(crate) fn kept_copy(&self) -> Option<PathBuf> {
        let copy = self.own_copy();
        let is_there = matches!(platform::open_file(&copy, false), Ok(Found::File(_)));
        is_there.then_some(copy)
    }

    /// Of which version the opener's own copy is; `None` where that isn't known.
    fn version_of_copy(&self) -> Option<Version> {
        let bytes = self.read(OPENER_VERSION, VERSION_BYTES).ok()??;
        Version::parse(std::str::from_utf8(&bytes).ok()?)
    }

    /// Removes all apps but these and those that have just come: another opener may be about to
    /// start one. What can't be removed now is left for another time.
    pub(crate) fn keep_only(&self, apps: &[App]) {
        let kept: BTreeSet<String> = apps.iter().map(App::folder).collect();
        for entry in fs::read_dir(self.folder.join(APPS)).into_iter().flatten().flatten() {
            let is_kept = kept.contains(&*entry.file_name().to_string_lossy());
            let modified = entry.metadata().and_then(|found| found.modified());
            let age = modified.ok().and_then(|time| time.elapsed().ok());
            if !is_kept && age.is_none_or(|age| age > YOUNG) {
                remove_all(&entry.path()).ok();
            }
        }
    }

    /// Waits until no other opener of this user is in the way. The lock goes with the file. `wait`
    /// is called between two tries and may stop them.
    pub(crate) fn lock(
        &self,
        lock: Lock,
        wait: &mut dyn FnMut(Duration) -> Result<(), OpenerError>,
    ) -> Result<File, OpenerError> {
        let path = self.folder.join(match lock {
            Lock::Install | Lock::Start => "lock",
            Lock::Memory => "memory.lock",
        });
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
            wait(Duration::ZERO)?;
        };
        loop {
            let locked = match lock {
                Lock::Install | Lock::Memory => file.try_lock(),
                Lock::Start => file.try_lock_shared(),
            };
            match locked {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => wait(LOCK_AGAIN)?,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// Reads a small file below the folder; `None` where there is none.
    pub(crate) fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, OpenerError> {
        let path = self.file(name);
        let failed = |error| OpenerError::folder(&path, error);
        let file = match platform::open_file(&path, false).map_err(failed)? {
            Found::File(file) => file,
            Found::Nothing => return Ok(None),
            Found::Foreign => return Err(OpenerError::FolderUnsafe(path)),
        };
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
        Ok(Some(bytes))
    }

    /// Writes a small file below the folder, in one step.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OpenerError> {
        let path = self.file(name);
        let new = self.file(&format!("{name}.new"));
        let failed = |error| OpenerError::folder(&path, error);
        remove(&new)?;
        let mut file = platform::create_file(&new).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        drop(file);
        fs::rename(&new, &path).map_err(failed)
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

/// Removes a file, or a link but not what it leads to, or a folder with all that is in it.
pub(crate) fn remove_all(path: &Path) -> Result<(), OpenerError> {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    if !is_folder {
        return remove(path);
    }
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OpenerError::folder(path, error))
        }
        _ => Ok(()),
    }
}

/// Whether two programs are the same, a part at a time.
fn same_bytes(one: &File, other: &File) -> io::Result<bool> {
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(one), BufReader::new(other));
    loop {
        let parts = (one.fill_buf()?, other.fill_buf()?);
        let count = parts.0.len().min(parts.1.len());
        if parts.0[..count] != parts.1[..count] {
            return Ok(false);
        }
        if count == 0 {
            return Ok(parts.0.len() == parts.1.len());
        }
        one.consume(count);
        other.consume(count);
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

/// Makes the folders between `folder` and a file below it.
fn private_above(folder: &Path, file: &Path) -> Result<(), OpenerError> {
    let mut folder = folder.to_owned();
    for part in file.parent().unwrap_or(file) {
        folder.push(part);
        private(&folder)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cancel;

    #[test]
    #[cfg(unix)]
    fn each_folder_above_a_program_is_private_and_no_link() {
        let home = tempfile::tempdir().expect("a folder");
        let app = home.path().join("app");
        private(&app).expect("a folder");
        private_above(&app, Path::new("program")).expect("nothing to do");
        assert_eq!(fs::read_dir(&app).expect("it").count(), 0);
        let program = Path::new("A.app/Contents/program");
        private_above(&app, program).expect("folders");
        private_above(&app, program).expect("the same folders");
        assert!(app.join("A.app/Contents").is_dir() && !app.join(program).exists());
        let moved = home.path().join("moved");
        fs::rename(app.join("A.app"), &moved).expect("moved");
        std::os::unix::fs::symlink(&moved, app.join("A.app")).expect("a link");
        let error = private_above(&app, program).expect_err("a link");
        assert!(matches!(error, OpenerError::FolderUnsafe(_)), "{error:?}");
    }

    #[test]
    fn one_opener_at_a_time_installs() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        let cancel = Cancel::new();
        let lock = |cancel: &Cancel| store.lock(Lock::Install, &mut |time| cancel.wait(time));
        let held = lock(&cancel).expect("the lock");
        store.lock(Lock::Memory, &mut |_| panic!("it waits")).expect("another lock");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| lock(&cancel));
            cancel.cancel();
            let error = waiting.join().expect("no panic").expect_err("it is held");
            assert!(matches!(error, OpenerError::Cancelled));
        });
        drop(held);
        lock(&Cancel::new()).expect("the lock again");
    }

    #[test]
    fn several_start_an_app_and_nobody_installs_meanwhile() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        let now = |lock| store.lock(lock, &mut |_| Err(OpenerError::Cancelled));
        let held = [now(Lock::Start), now(Lock::Start)].map(|lock| lock.expect("shared"));
        assert!(matches!(now(Lock::Install), Err(OpenerError::Cancelled)));
        drop(held);
        let installs = now(Lock::Install).expect("nobody starts one");
        assert!(matches!(now(Lock::Start), Err(OpenerError::Cancelled)));
        drop(installs);
        now(Lock::Start).expect("nobody installs");
    }

    #[test]
    fn the_opener_is_kept_once_and_anew_where_it_differs() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        let own = home.path().join("Corporate-Opener-K7QM-2XRB-9TFD");
        for text in ["one", "one", "another"] {
            fs::write(&own, text).expect("an opener");
            store.keep_opener(&own, version("1.0.0")).expect("kept");
            assert_eq!(fs::read_to_string(store.own_copy()).expect("the copy"), text);
        }
        store.keep_opener(&store.own_copy(), version("1.0.0")).expect("it is the copy");
        assert_eq!(fs::read_to_string(store.own_copy()).expect("the copy"), "another");
    }

    #[test]
    fn a_newer_opener_is_kept_and_an_older_one_does_not_take_its_place() {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        assert_eq!(store.kept_copy(), None);
        let own = home.path().join("Corporate-Opener-K7QM-2XRB-9TFD");
        for (own_version, kept) in
            [("1.9.0", "1.9.0"), ("1.10.0", "1.10.0"), ("1.9.0", "1.10.0"), ("2.0.0", "2.0.0")]
        {
            fs::write(&own, own_version).expect("an opener");
            store.keep_opener(&own, version(own_version)).expect("kept");
            assert_eq!(fs::read_to_string(store.own_copy()).expect("the copy"), kept);
        }
        assert_eq!(store.kept_copy(), Some(store.own_copy()));
        // A copy of which nothing is known is no reason to keep it.
        fs::remove_file(store.file(OPENER_VERSION)).expect("removed");
        fs::write(&own, "1.0.0").expect("an opener");
        store.keep_opener(&own, version("1.0.0")).expect("kept");
        assert_eq!(fs::read_to_string(store.own_copy()).expect("the copy"), "1.0.0");
    }

    fn version(text: &str) -> Version {
        Version::parse(text).expect("a version")
    }

    #[test]
    fn only_what_is_in_the_folder_is_removed() {
        let home = tempfile::tempdir().expect("a folder");
        let outside = home.path().join("outside");
        fs::create_dir(&outside).expect("a folder");
        fs::write(outside.join("precious"), "1").expect("a file");
        let inside = home.path().join("inside");
        fs::create_dir(&inside).expect("a folder");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&outside, inside.join("link")).expect("a link");
        remove_all(&inside.join("link")).expect("removed");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&outside, inside.join("link")).expect("a link");
        remove_all(&inside).expect("removed");
        remove_all(&inside).expect("nothing to remove");
        assert!(!inside.exists() && outside.join("precious").exists());
    }
}
