//! What is remembered of releases: for each portal how new the newest was and which app has joined
//! last; for all of them which keys were retired. Forgetting would let an old release or a lost key
//! in, so what can't be read is an error.

use std::collections::BTreeMap;

use corporate_protocol::{KeyFingerprint, PortalOrigin};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::OpenerError;
use crate::app::{App, Digest};
use crate::handoff::Watch;
use crate::release::{Release, RetiredKeys};
use crate::store::{Lock, Store};

/// Bytes of what is remembered of one portal.
const PORTAL_BYTES: u64 = 4 * 1024;
/// Keys that are remembered as retired; a maker has few in a life.
const RETIRED: usize = 1_000;
/// Bytes of their list: 67 each.
const RETIRED_BYTES: u64 = 128 * 1024;
/// How far clocks may be apart: a release that was made later than this is refused.
const AHEAD_MS: i64 = 24 * 60 * 60 * 1000;
/// What the names of portals' files begin with and end in.
const PORTAL_FILE: [&str; 2] = ["memory-", ".json"];
/// The retired keys.
const RETIRED_FILE: &str = "retired-keys.json";

/// What is remembered for one portal.
pub(crate) struct Memory<'a> {
    store: &'a Store,
    file: String,
}

/// What is remembered of one portal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    /// For each key when the newest release that was accepted with it was made. A key that was
    /// retired since has nothing to say here: who had stolen it could outdate all later releases.
    newest: BTreeMap<KeyFingerprint, i64>,
    /// The app that has joined last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_good: Option<App>,
}

impl<'a> Memory<'a> {
    pub(crate) fn of(store: &'a Store, origin: &PortalOrigin) -> Self {
        let digest = Digest(Sha256::digest(origin.to_string()).into());
        let [begin, end] = PORTAL_FILE;
        Self { store, file: format!("{begin}{}{end}", digest.short()) }
    }

    /// The keys that were retired.
    pub(crate) fn retired_keys(&self) -> Result<RetiredKeys, OpenerError> {
        read(self.store, RETIRED_FILE, RETIRED_BYTES)
    }

    /// Takes a release that is no older than any before it, and remembers it and what it retires.
    /// It is read when nobody else can retire a key any more, by `read`, which is given the keys
    /// that were retired. `now_ms` are the milliseconds since 1970.
    pub(crate) fn accept(
        &self,
        now_ms: i64,
        read: impl FnOnce(&RetiredKeys) -> Result<Release, OpenerError>,
        watch: &mut Watch<'_>,
    ) -> Result<Release, OpenerError> {
        let _lock = self.store.lock(Lock::Memory, &mut |time| watch.wait(time))?;
        let release = read(&self.retired_keys()?)?;
        let mut remembered = self.remembered()?;
        let offered = release.released_at;
        if offered > now_ms.saturating_add(AHEAD_MS) {
            return Err(OpenerError::ReleaseOfTheFuture { offered });
        }
        let mut retired = self.retired_keys()?;
        retired.extend(&release.retired_keys);
        let seen = remembered.newest.iter().filter(|(key, _)| !retired.contains(key));
        if let Some(seen) = seen.map(|(_, time)| *time).max().filter(|seen| offered < *seen) {
            return Err(OpenerError::ReleaseOlder { offered, seen });
        }
        self.retire(&release.retired_keys)?;
        let before = remembered.newest.clone();
        remembered.newest.extend(release.signers.iter().map(|key| (*key, offered)));
        if remembered.newest != before {
            self.write(&remembered)?;
        }
        Ok(release)
    }

    fn retire(&self, keys: &[KeyFingerprint]) -> Result<(), OpenerError> {
        let mut retired = self.retired_keys()?;
        let before = retired.len();
        retired.extend(keys);
        if retired.len() > RETIRED {
            return Err(OpenerError::ManifestInvalid("too many keys are retired"));
        }
        if retired.len() == before { Ok(()) } else { write(self.store, RETIRED_FILE, &retired) }
    }

    /// The app that has joined last, if it is another one and the release allows it.
    pub(crate) fn older_app(&self, release: &Release) -> Result<Option<App>, OpenerError> {
        let retired = self.retired_keys()?;
        let last = self.remembered()?.last_good;
        Ok(last.filter(|app| {
            *app != release.app && release.allows(app) && !retired.contains(&app.signer)
        }))
    }

    /// Whether an app may be started now: the release's own, or the one that joined last where
    /// both the release and the keys that were retired until now allow it.
    pub(crate) fn still_allows(&self, release: &Release, app: &App) -> Result<bool, OpenerError> {
        Ok(release.app.is_same_as(app) || self.older_app(release)?.as_ref() == Some(app))
    }

    /// Remembers an app that has joined.
    pub(crate) fn has_joined(&self, app: &App, watch: &mut Watch<'_>) -> Result<(), OpenerError> {
        let _lock = self.store.lock(Lock::Memory, &mut |time| watch.wait(time))?;
        let mut remembered = self.remembered()?;
        remembered.last_good = Some(app.clone());
        self.write(&remembered)
    }

    fn remembered(&self) -> Result<Remembered, OpenerError> {
        read(self.store, &self.file, PORTAL_BYTES)
    }

    fn write(&self, remembered: &Remembered) -> Result<(), OpenerError> {
        write(self.store, &self.file, remembered)
    }
}

/// The apps that have joined last, of all portals. `None` where not all can be told.
pub(crate) fn good_apps(store: &Store) -> Option<Vec<App>> {
    let mut apps = Vec::new();
    for name in store.names()? {
        if name.starts_with(PORTAL_FILE[0]) && name.ends_with(PORTAL_FILE[1]) {
            let remembered: Remembered = read(store, &name, PORTAL_BYTES).ok()?;
            apps.extend(remembered.last_good);
        }
    }
    Some(apps)
}

fn read<T: Default + for<'a> Deserialize<'a>>(
    store: &Store,
    name: &str,
    limit: u64,
) -> Result<T, OpenerError> {
    let Some(bytes) = store.read(name, limit)? else { return Ok(T::default()) };
    serde_json::from_slice(&bytes).map_err(|_| OpenerError::FolderUnsafe(store.file(name)))
}

fn write(store: &Store, name: &str, value: &impl Serialize) -> Result<(), OpenerError> {
    let bytes = serde_json::to_vec(value).map_err(|_| OpenerError::Internal)?;
    store.write(name, &bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use corporate_protocol::Version;
    use tempfile::TempDir;

    use super::*;
    use crate::{Cancel, Reporter};

    /// When these tests take place.
    const NOW_MS: i64 = 1_000;

    /// The release of this time, that retires these keys.
    fn release(released_at: i64, retired: &[u8]) -> Release {
        Release {
            app: app("1.2.3", 1),
            signers: [key(1)].into(),
            released_at,
            url_path: "/download/release/app".to_owned(),
            minimum_version: Version::parse("1.0.0"),
            retired_keys: retired.iter().map(|number| key(*number)).collect(),
        }
    }

    fn key(number: u8) -> KeyFingerprint {
        KeyFingerprint::of(&[number; 32])
    }

    fn app(version: &str, signer: u8) -> App {
        let version = Version::parse(version).expect("a version");
        App { version, sha256: Digest([1; 32]), size_bytes: 5, signer: key(signer) }
    }

    fn store() -> (TempDir, Store) {
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::open(&home.path().join("data")).expect("a store");
        (home, store)
    }

    fn memory_of<'a>(store: &'a Store, origin: &str) -> Memory<'a> {
        Memory::of(store, &PortalOrigin::parse(origin).expect("an origin"))
    }

    fn accept(memory: &Memory<'_>, release: &Release) -> Result<(), OpenerError> {
        let (reporter, _reports) = Reporter::channel();
        let cancel = Cancel::new();
        let mut tend = || Ok(());
        let mut watch = Watch::new(&reporter, &cancel, &mut tend);
        memory.accept(NOW_MS, |_| Ok(release.clone()), &mut watch).map(drop)
    }

    /// What [`Release::read`] says of the keys.
    fn read(release: &Release, retired: &RetiredKeys) -> Result<Release, OpenerError> {
        let is_retired = retired.contains(&release.app.signer);
        if is_retired { Err(OpenerError::KeyRetired) } else { Ok(release.clone()) }
    }

    fn has_joined(memory: &Memory<'_>, app: &App) {
        let (reporter, _reports) = Reporter::channel();
        let cancel = Cancel::new();
        memory.has_joined(app, &mut Watch::new(&reporter, &cancel, &mut || Ok(()))).expect("noted");
    }

    #[test]
    fn no_release_is_older_than_the_newest_of_its_portal() {
        let (_home, store) = store();
        let memory = memory_of(&store, "https://one.example");
        for released_at in [5, 9, 9] {
            accept(&memory, &release(released_at, &[])).expect("accepted");
        }
        let error = accept(&memory, &release(8, &[2])).expect_err("an older one");
        assert!(matches!(error, OpenerError::ReleaseOlder { offered: 8, seen: 9 }), "{error}");
        assert!(memory.retired_keys().expect("keys").is_empty(), "it has retired nothing");
        accept(&memory_of(&store, "https://two.example"), &release(1, &[]))
            .expect("another portal's");
    }

    #[test]
    fn a_release_of_the_future_is_refused_and_not_remembered() {
        let (_home, store) = store();
        let memory = memory_of(&store, "https://one.example");
        for released_at in [NOW_MS + AHEAD_MS + 1, i64::MAX] {
            let error = accept(&memory, &release(released_at, &[2])).expect_err("too new");
            assert!(matches!(error, OpenerError::ReleaseOfTheFuture { .. }), "{error}");
        }
        assert!(memory.retired_keys().expect("keys").is_empty(), "it has retired nothing");
        accept(&memory, &release(NOW_MS + AHEAD_MS, &[])).expect("clocks may differ");
    }

    #[test]
    fn a_key_that_was_retired_outdates_nothing_any_more() {
        let (_home, store) = store();
        let memory = memory_of(&store, "https://one.example");
        let by = |signers: &[u8], released_at, retired: &[u8]| Release {
            signers: signers.iter().map(|number| key(*number)).collect(),
            ..release(released_at, retired)
        };
        accept(&memory, &by(&[1, 2], 5, &[])).expect("accepted");
        accept(&memory, &by(&[1], 900, &[])).expect("the thief's");
        let error = accept(&memory, &by(&[2], 7, &[])).expect_err("outdated");
        assert!(matches!(error, OpenerError::ReleaseOlder { offered: 7, seen: 900 }), "{error}");
        // What the other key has signed still counts.
        let error = accept(&memory, &by(&[2], 4, &[1])).expect_err("an older one");
        assert!(matches!(error, OpenerError::ReleaseOlder { offered: 4, seen: 5 }), "{error}");
        accept(&memory, &by(&[2], 7, &[1])).expect("it retires the stolen key");
        accept(&memory, &by(&[2], 8, &[])).expect("accepted");
        let error = accept(&memory, &by(&[2], 7, &[])).expect_err("an older one");
        assert!(matches!(error, OpenerError::ReleaseOlder { offered: 7, seen: 8 }), "{error}");
    }

    #[test]
    fn retired_keys_are_never_forgotten_whatever_portal_named_them() {
        let (_home, store) = store();
        let one = memory_of(&store, "https://one.example");
        accept(&one, &release(1, &[1, 2])).expect("accepted");
        accept(&memory_of(&store, "https://two.example"), &release(1, &[3])).expect("accepted");
        accept(&one, &release(2, &[])).expect("accepted");
        let retired = one.retired_keys().expect("keys");
        assert_eq!(retired, [1, 2, 3].map(key).into());
    }

    #[test]
    fn a_key_that_another_opener_retires_meanwhile_does_not_count() {
        let (_home, store) = store();
        let memory = memory_of(&store, "https://one.example");
        let mut held = Some(store.lock(Lock::Memory, &mut |_| panic!("it waits")).expect("a lock"));
        let (reporter, _reports) = Reporter::channel();
        let cancel = Cancel::new();
        // The other opener does its part while this one waits for it.
        let mut tend = || {
            if held.is_some() {
                memory.retire(&[key(1)])?;
            }
            held = None;
            Ok(())
        };
        let mut watch = Watch::new(&reporter, &cancel, &mut tend);
        let new = release(1, &[]);
        let accepted = memory.accept(NOW_MS, |retired| read(&new, retired), &mut watch);
        assert!(matches!(accepted, Err(OpenerError::KeyRetired)), "{accepted:?}");
        assert_eq!(memory.remembered().expect("a memory"), Remembered::default());
    }

    #[test]
    fn the_app_that_has_joined_last_stands_in_where_it_is_allowed() {
        let (_home, store) = store();
        let memory = memory_of(&store, "https://one.example");
        let older = |release: &Release| memory.older_app(release).expect("an answer");
        assert_eq!(older(&release(1, &[])), None);
        has_joined(&memory, &app("1.2.2", 2));
        assert_eq!(older(&release(1, &[])), Some(app("1.2.2", 2)));
        assert_eq!(good_apps(&store), Some(vec![app("1.2.2", 2)]));
        accept(&memory, &release(1, &[2])).expect("accepted");
        assert_eq!(older(&release(1, &[])), None, "its key was retired");
        has_joined(&memory, &app("0.9.0", 1));
        assert_eq!(older(&release(1, &[])), None, "it is too old");
        has_joined(&memory, &app("1.2.3", 1));
        assert_eq!(older(&release(1, &[])), None, "it is the release's own");
    }

    #[test]
    fn a_memory_that_cannot_be_read_is_not_forgotten() {
        let (_home, store) = store();
        let memory = memory_of(&store, "https://one.example");
        accept(&memory, &release(5, &[1])).expect("accepted");
        for file in [memory.file.clone(), RETIRED_FILE.to_owned()] {
            let before = fs::read(store.file(&file)).expect("the memory");
            for text in ["", "{}x", "null"] {
                fs::write(store.file(&file), text).expect("changed");
                let error = accept(&memory, &release(6, &[2])).expect_err(text);
                assert!(matches!(error, OpenerError::FolderUnsafe(_)), "{error}");
            }
            fs::write(store.file(&file), before).expect("as before");
        }
        accept(&memory, &release(6, &[2])).expect("accepted");
    }
}
