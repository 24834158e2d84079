//! What only one process of a user may do at a time: ask whether a link's session is to be joined,
//! and look for the user's first start. That, and that a process has a session, are locks on files
//! in a folder of the user alone; they end with their values, or with the process. A session's
//! lock is shared and always granted; that nobody has one is found out by trying to have it alone,
//! which takes no time.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::time::Duration;

use crate::platform;

/// The file of who asks whether to join by a link.
const QUESTION: &str = "question.lock";
/// The file of those who have a session.
const SESSION: &str = "session.lock";
/// The file of who looks for the first start.
const FIRST_START: &str = "first-start.lock";
/// How often a lock is asked for that others have for a moment.
const LOOKS: u32 = 500;
/// The wait between two.
const LOOK: Duration = Duration::from_millis(10);

/// A right that ends with its value, or with the process.
#[derive(Debug)]
pub struct Claim(#[expect(dead_code, reason = "held for its lock")] File);

/// Another process has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another process has it")]
pub struct Taken;

/// The claims of one user.
#[derive(Clone, Debug)]
pub struct Claims {
    folder: Option<PathBuf>,
}

/// The right to ask whether a link's session is to be joined. Nobody else of the user has it
/// meanwhile.
#[derive(Debug)]
pub struct Question {
    claims: Claims,
    _asks: Option<Claim>,
}

impl Claims {
    /// Keeps them in a folder, made where it is not there. Where there is none, or it can't be
    /// used, every claim is granted and holds nobody off.
    pub const fn in_folder(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// Keeps them in a folder of our own in the user's folder for running programs, else in the one
    /// for the app's data. Each user has others.
    pub fn of_user(running: Option<PathBuf>, data: Option<PathBuf>) -> Self {
        let running = running.map(|folder| folder.join("corporate-customer"));
        Self::in_folder(running.or_else(|| data.map(|folder| folder.join("claims"))))
    }

    /// To ask whether a link's session is to be joined.
    ///
    /// # Errors
    /// [`Taken`] where another process asks, or has a session.
    pub fn question(&self) -> Result<Question, Taken> {
        let asks = self.take(QUESTION, File::try_lock)?;
        self.nobody_has_a_session()?;
        Ok(Question { claims: self.clone(), _asks: asks })
    }

    /// To have a session, beside others where there are some. None only where the folder can't be
    /// used.
    pub fn session(&self) -> Option<Claim> {
        self.wait_for(SESSION, File::try_lock_shared).unwrap_or_else(|Taken| {
            tracing::warn!("links can't notice this session: somebody keeps its lock");
            None
        })
    }

    /// To look for the user's first start, or to become it. None only where the folder can't be used.
    ///
    /// # Errors
    /// [`Taken`] where another process has looked for five seconds.
    pub fn first_start(&self) -> Result<Option<Claim>, Taken> {
        self.wait_for(FIRST_START, File::try_lock)
    }

    fn nobody_has_a_session(&self) -> Result<(), Taken> {
        self.take(SESSION, File::try_lock).map(drop)
    }

    fn wait_for(
        &self,
        name: &str,
        lock: impl Fn(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Claim>, Taken> {
        for _ in 0..LOOKS {
            match self.take(name, &lock) {
                Err(Taken) => std::thread::sleep(LOOK),
                done => return done,
            }
        }
        Err(Taken)
    }

    fn take(
        &self,
        name: &str,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Claim>, Taken> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let opened = platform::make_private_folder(folder)
            .and_then(|()| platform::open_private_file(&folder.join(name)));
        let locked =
            opened.map_err(TryLockError::Error).and_then(|file| lock(&file).map(|()| file));
        match locked {
            Ok(file) => Ok(Some(Claim(file))),
            Err(TryLockError::WouldBlock) => Err(Taken),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "other processes of this program can't be noticed");
                Ok(None)
            }
        }
    }
}

impl Question {
    /// To have the session that was asked about: for right before it is joined.
    ///
    /// # Errors
    /// [`Taken`] where a process has got a session since the question was asked.
    pub fn session(&self) -> Result<Option<Claim>, Taken> {
        self.claims.nobody_has_a_session()?;
        // Whoever asks next looks only when this question is over: no link comes in between.
        Ok(self.claims.session())
    }
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
    fn one_link_asks_at_a_time_and_none_beside_a_session() {
        let (_folder, claims) = claims();
        let asks = claims.question().expect("free");
        assert_eq!(claims.question().err(), Some(Taken));
        drop(asks);
        let (one, another) = (claims.session(), claims.session());
        assert!(one.is_some() && another.is_some(), "openers may have sessions side by side");
        drop(one);
        assert_eq!(claims.question().err(), Some(Taken));
        drop(another);
        assert!(claims.question().is_ok());
    }

    /// Bug: a session that began while a link asked had no claim, then or later. The link joined
    /// beside it, and so did the next one.
    #[test]
    fn a_session_that_begins_while_a_link_asks_is_noticed_for_as_long_as_it_runs() {
        let (_folder, claims) = claims();
        let asks = claims.question().expect("free");
        let by_opener = claims.session().expect("a claim of its own");
        assert_eq!(asks.session().err(), Some(Taken));
        drop(asks);
        assert_eq!(claims.question().err(), Some(Taken));
        drop(by_opener);
        assert!(claims.question().is_ok());
    }

    #[test]
    fn the_session_of_a_link_keeps_other_links_away_until_it_ends() {
        let (_folder, claims) = claims();
        let asks = claims.question().expect("free");
        let by_link = asks.session().expect("free").expect("a claim");
        drop(asks);
        let by_opener = claims.session().expect("openers may still");
        drop(by_link);
        assert_eq!(claims.question().err(), Some(Taken));
        drop(by_opener);
        assert!(claims.question().is_ok());
    }

    #[test]
    fn no_look_keeps_a_session_from_its_claim() {
        let (_folder, claims) = claims();
        let looks = claims.clone();
        let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let stop = done.clone();
        let looking = std::thread::spawn(move || {
            while !stop.load(std::sync::atomic::Ordering::SeqCst) {
                drop(looks.question());
            }
        });
        let missed = (0..200).filter(|_| claims.session().is_none()).count();
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        looking.join().expect("no panic");
        assert_eq!(missed, 0);
    }

    #[test]
    fn one_process_at_a_time_looks_for_the_first_start() {
        let (_folder, claims) = claims();
        let looks = claims.first_start().expect("free");
        assert!(claims.question().is_ok(), "links wait for it");
        let next = claims.clone();
        let waits = std::thread::spawn(move || next.first_start().map(|claim| claim.is_some()));
        std::thread::sleep(4 * LOOK);
        assert!(!waits.is_finished(), "two looked at once");
        drop(looks);
        assert_eq!(waits.join().expect("no panic"), Ok(true));
    }

    #[test]
    fn two_users_have_folders_of_their_own() {
        let there = |path: &str| Some(PathBuf::from(path));
        let one = Claims::of_user(there("/run/user/1"), there("/home/one/data"));
        let two = Claims::of_user(there("/run/user/2"), there("/home/two/data"));
        assert_eq!(one.folder, there("/run/user/1/corporate-customer"));
        assert_eq!(two.folder, there("/run/user/2/corporate-customer"));
        let without = Claims::of_user(None, there("/home/one/data"));
        assert_eq!(without.folder, there("/home/one/data/claims"));
        assert_eq!(Claims::of_user(None, None).folder, None);
    }

    #[test]
    fn a_folder_that_cannot_be_used_stops_nobody() {
        let nowhere = Claims::in_folder(None).question().expect("granted");
        assert!(nowhere.session().expect("granted").is_none());
        let (folder, _) = claims();
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        let unusable = Claims::in_folder(Some(file));
        assert!(unusable.session().is_none());
        assert!(unusable.question().is_ok());
    }
}
