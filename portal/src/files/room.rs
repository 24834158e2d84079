//! How much room all files together have: a total that the portal never goes beyond, and a rest of
//! the disk that stays free for the log. Counted here, in memory, from what the folder held at the
//! start; an upload counts from its first byte on.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of the disk that files leave free.
const FREE_BYTES: u64 = 1024 * 1024 * 1024;
/// On a small disk, this part of it is enough.
const FREE_PART: u64 = 20;

/// What a disk has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disk {
    /// In all.
    pub(super) bytes: u64,
    /// Free for this user.
    pub(super) free: u64,
}

impl Disk {
    /// The disk below a folder; nothing where the system does not say.
    #[cfg(unix)]
    fn below(folder: &Path) -> std::io::Result<Option<Self>> {
        let about = rustix::fs::statvfs(folder)?;
        Ok(Some(Self {
            bytes: about.f_blocks.saturating_mul(about.f_frsize),
            free: about.f_bavail.saturating_mul(about.f_frsize),
        }))
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "the same signature on each system")]
    fn below(_: &Path) -> std::io::Result<Option<Self>> {
        Ok(None)
    }

    /// Whether so much more fits, with the rest left free.
    fn fits(self, bytes: u64) -> bool {
        self.free >= bytes.saturating_add(FREE_BYTES.min(self.bytes / FREE_PART))
    }
}

/// The room of all files.
#[derive(Clone)]
pub(super) struct Room(Arc<Shares>);

struct Shares {
    folder: PathBuf,
    most: u64,
    used: Mutex<Used>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Used {
    kept: u64,
    under_way: u64,
}

impl Room {
    /// Room for so many bytes below a folder, less what is there.
    pub(super) fn open(folder: &Path, most: u64) -> std::io::Result<Self> {
        let used = Mutex::new(Used { kept: bytes_below(folder)?, under_way: 0 });
        Ok(Self(Arc::new(Shares { folder: folder.to_owned(), most, used })))
    }

    /// Takes room for a file that is about to come; none where there is none.
    pub(super) fn take(&self, bytes: u64) -> std::io::Result<Option<Share>> {
        let disk = Disk::below(&self.0.folder)?;
        Ok(self.take_on(disk, bytes))
    }

    fn take_on(&self, disk: Option<Disk>, bytes: u64) -> Option<Share> {
        let mut used = self.used();
        let under_way = used.under_way.saturating_add(bytes);
        let fits = disk.is_none_or(|disk| disk.fits(under_way));
        if !fits || used.kept.saturating_add(under_way) > self.0.most {
            return None;
        }
        used.under_way = under_way;
        drop(used);
        Some(Share { room: self.clone(), bytes })
    }

    /// Counts what has been kept.
    pub(super) fn keep(&self, bytes: u64) {
        let mut used = self.used();
        used.kept = used.kept.saturating_add(bytes);
    }

    /// Counts what has been removed.
    pub(super) fn give_back(&self, bytes: u64) {
        let mut used = self.used();
        used.kept = used.kept.saturating_sub(bytes);
    }

    fn used(&self) -> std::sync::MutexGuard<'_, Used> {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room of one upload, until it is dropped.
pub(super) struct Share {
    room: Room,
    bytes: u64,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut used = self.room.used();
        used.under_way = used.under_way.saturating_sub(self.bytes);
    }
}

/// Bytes of all files below a folder; none where there is no folder.
pub(super) fn bytes_below(folder: &Path) -> std::io::Result<u64> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut bytes = 0_u64;
    for entry in entries {
        let entry = entry?;
        // Of the entry itself: where a link leads is not ours.
        let about = entry.metadata()?;
        let below = if about.is_dir() { bytes_below(&entry.path())? } else { about.len() };
        bytes = bytes.saturating_add(below);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1024 * 1024 * 1024;

    #[test]
    fn all_files_together_have_so_much_room_and_get_it_back() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("a")).expect("a folder");
        std::fs::write(folder.path().join("a/b"), b"12345").expect("a file");
        let room = Room::open(folder.path(), 20).expect("room");
        let first = room.take(10).expect("a disk").expect("10 of 15");
        assert!(room.take(6).expect("a disk").is_none(), "5 and 10 are taken");
        let second = room.take(5).expect("a disk").expect("the rest");
        room.keep(10);
        drop(first);
        assert!(room.take(1).expect("a disk").is_none(), "it was kept");
        drop(second);
        room.give_back(5);
        assert!(room.take(10).expect("a disk").is_some());
    }

    #[test]
    fn the_log_keeps_a_rest_of_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let room = Room::open(folder.path(), u64::MAX).expect("room");
        let large = |free| Some(Disk { bytes: 500 * GIB, free });
        assert!(room.take_on(large(GIB + 9), 10).is_none());
        let share = room.take_on(large(GIB + 10), 10).expect("all but one GiB");
        assert!(room.take_on(large(GIB + 10), 1).is_none(), "the first is on its way");
        drop(share);
        let small = |free| Some(Disk { bytes: 2 * GIB, free });
        assert!(room.take_on(small(GIB / 5), 10).is_some(), "a twentieth of a small one");
        assert!(room.take_on(small(GIB / 20), 10).is_none());
    }
}
