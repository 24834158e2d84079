//! Uploads that are under way: how many a session may have at once, and what they will add. Kept
//! in memory; an upload that is dropped, for whatever reason, gives its room back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use corporate_protocol::SessionId;

use super::daily::Charge;
use super::room::Share;

/// Uploads of one session at once.
pub(crate) const AT_ONCE: usize = 4;

/// All uploads under way.
#[derive(Default)]
pub(super) struct Uploads(Arc<Mutex<HashMap<SessionId, UnderWay>>>);

/// Those of one session.
#[derive(Default)]
struct UnderWay {
    files: usize,
    bytes: u64,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Uploads {
    /// Counts one more; none where the session has as many as it may.
    pub(super) fn begin(&self, session: SessionId, bytes: u64) -> Option<Upload> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let under_way = all.entry(session).or_default();
        if under_way.files >= AT_ONCE {
            return None;
        }
        under_way.files += 1;
        under_way.bytes = under_way.bytes.saturating_add(bytes);
        Some(Upload {
            files_under_way: under_way.files,
            bytes_under_way: under_way.bytes,
            share: None,
            charge: None,
            turn: Arc::clone(&under_way.turn),
            session,
            bytes,
            all: Arc::clone(&self.0),
        })
    }
}

/// One upload; counts until it is dropped.
pub(crate) struct Upload {
    /// Files that the session has under way, with this one, as it began.
    pub(super) files_under_way: usize,
    /// Their bytes.
    pub(super) bytes_under_way: u64,
    /// Its room in the folder.
    pub(super) share: Option<Share>,
    /// What it costs the address that it comes from.
    pub(super) charge: Option<Charge>,
    turn: Arc<tokio::sync::Mutex<()>>,
    session: SessionId,
    bytes: u64,
    all: Arc<Mutex<HashMap<SessionId, UnderWay>>>,
}

impl Upload {
    /// The size that was announced.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Waits until no other upload of the session is being kept, so that the same file, sent
    /// twice at once, is kept once.
    pub(super) async fn turn(&self) -> tokio::sync::OwnedMutexGuard<()> {
        Arc::clone(&self.turn).lock_owned().await
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(under_way) = all.get_mut(&self.session) {
            under_way.files = under_way.files.saturating_sub(1);
            under_way.bytes = under_way.bytes.saturating_sub(self.bytes);
            if under_way.files == 0 {
                all.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_so_many_at_once_and_gets_room_back() {
        let uploads = Uploads::default();
        let (session, other) = (SessionId::random(), SessionId::random());
        let mut begun: Vec<_> = (0..AT_ONCE).filter_map(|_| uploads.begin(session, 5)).collect();
        assert_eq!((begun.len(), begun[AT_ONCE - 1].bytes_under_way), (AT_ONCE, 20));
        assert!(uploads.begin(session, 1).is_none());
        assert!(uploads.begin(other, 1).is_some(), "another session has its own");
        begun.pop();
        let again = uploads.begin(session, 7).expect("room");
        assert_eq!((again.files_under_way, again.bytes_under_way), (AT_ONCE, 22));
        drop((begun, again));
        assert!(uploads.0.lock().expect("no panic before").is_empty(), "nothing is remembered");
    }
}
