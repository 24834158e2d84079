//! Bytes on their way to the disk: into a file without a name of its own, at a pace that may be
//! slow but not asleep. What does not arrive whole leaves nothing behind.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, Bytes};
use corporate_protocol::ErrorCode;
use futures_util::StreamExt as _;
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use super::{FileError, blocking};

/// No upload takes longer than this.
const LONGEST: Duration = Duration::from_hours(1);
/// Bytes that each stretch of time must bring.
const LEAST_BYTES: usize = 16 * 1024;

/// How slow an upload may be, and what ends all of them.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    /// Time in which something worth mentioning must arrive.
    stretch: Duration,
    /// Time for all of it.
    longest: Duration,
    /// Cancelled when the portal stops.
    stop: CancellationToken,
}

impl Pace {
    /// The pace of all uploads; in each stretch of time something must arrive.
    pub(crate) const fn new(stretch: Duration, stop: CancellationToken) -> Self {
        Self { stretch, longest: LONGEST, stop }
    }
}

/// An empty file for bytes that are about to come.
pub(crate) struct Incoming {
    file: File,
    path: TempPath,
}

impl Incoming {
    pub(super) async fn create(folder: PathBuf) -> std::io::Result<Self> {
        // For this user alone, as temporary files always are.
        let made = blocking(move || tempfile::NamedTempFile::new_in(folder)).await?;
        let (file, path) = made.into_parts();
        Ok(Self { file: File::from_std(file), path })
    }

    /// Takes a body of exactly this size in.
    ///
    /// # Errors
    /// [`ErrorCode::FileBroken`] where it is shorter, longer, stalled or cut,
    /// [`ErrorCode::Unavailable`] where the portal stops, or that the disk failed.
    pub(crate) async fn receive(
        mut self,
        body: Body,
        bytes: u64,
        pace: &Pace,
    ) -> Result<TempPath, FileError> {
        let mut parts = Parts::new(body, pace);
        let mut arrived: u64 = 0;
        while let Some(part) = parts.next().await? {
            arrived += part.len() as u64;
            if arrived > bytes {
                return Err(ErrorCode::FileBroken.into());
            }
            self.file.write_all(&part).await?;
        }
        if arrived != bytes {
            return Err(ErrorCode::FileBroken.into());
        }
        // The log will say that it is there, and outlasts a power cut.
        self.file.flush().await?;
        self.file.sync_data().await?;
        Ok(self.path)
    }
}

/// Reads a body to its end, or so many bytes of it, and keeps nothing: most clients read no answer
/// before they have sent everything.
pub(crate) async fn discard(body: Body, most_bytes: u64, pace: &Pace) {
    let mut parts = Parts::new(body, pace);
    let mut read: u64 = 0;
    while read <= most_bytes
        && let Ok(Some(part)) = parts.next().await
    {
        read += part.len() as u64;
    }
}

/// A body, part by part.
struct Parts<'a> {
    stream: axum::body::BodyDataStream,
    pace: &'a Pace,
    until: Instant,
    last: Instant,
    since: usize,
}

impl<'a> Parts<'a> {
    fn new(body: Body, pace: &'a Pace) -> Self {
        let now = Instant::now();
        let (until, last) = (now + pace.stretch, now + pace.longest);
        Self { stream: body.into_data_stream(), pace, until, last, since: 0 }
    }

    /// The next part; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, ErrorCode> {
        let next = timeout_at(self.until.min(self.last), self.stream.next());
        let next = tokio::select! {
            biased;
            () = self.pace.stop.cancelled() => return Err(ErrorCode::Unavailable),
            next = next => next,
        };
        match next {
            Ok(Some(Ok(part))) => {
                self.since += part.len();
                if self.since >= LEAST_BYTES {
                    self.since = 0;
                    self.until = Instant::now() + self.pace.stretch;
                }
                Ok(Some(part))
            }
            Ok(None) => Ok(None),
            Ok(Some(Err(_))) | Err(_) => Err(ErrorCode::FileBroken),
        }
    }
}

/// Removes what a process has left that ended in the middle: at the start nothing else is there.
pub(super) fn sweep(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(%error, path = %path.display(), "a left-over upload stays");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        // Long enough for a machine that stands still for half a second now and then.
        let (stretch, longest) = (Duration::from_secs(1), Duration::from_millis(4500));
        Pace { stretch, longest, stop: CancellationToken::new() }
    }

    /// A body of so many parts, one each so many milliseconds.
    fn slow(part: usize, parts: usize, every_ms: u64) -> Body {
        let stream = futures_util::stream::unfold(0, move |sent| async move {
            if sent == parts {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(every_ms)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from(vec![7; part])), sent + 1))
        });
        Body::from_stream(stream)
    }

    /// What became of a body, and how many files are there then.
    async fn received(body: Body, bytes: u64) -> (Result<u64, ErrorCode>, usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let incoming = Incoming::create(folder.path().to_owned()).await.expect("a file");
        let result = incoming.receive(body, bytes, &pace()).await;
        let left = || std::fs::read_dir(folder.path()).expect("a folder").count();
        match result {
            Ok(path) => (Ok(std::fs::metadata(&path).expect("a file").len()), left()),
            Err(FileError::Refused(code)) => (Err(code), left()),
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test]
    async fn slow_is_fine_and_asleep_is_not() {
        let (part, broken) = (LEAST_BYTES, (Err(ErrorCode::FileBroken), 0));
        let size = |parts: usize| (parts * part) as u64;
        let long = received(slow(part, 5, 400), size(5)).await;
        assert_eq!(long, (Ok(size(5)), 1), "longer than a stretch in all");
        assert_eq!(received(slow(part, 2, 2000), size(2)).await, broken);
        let trickle = received(slow(1, 50, 50), 50).await;
        assert_eq!(trickle, broken, "a byte now and then is no progress");
        assert_eq!(received(slow(part, 100, 250), size(100)).await, broken, "there is an end");
    }

    #[tokio::test]
    async fn neither_more_nor_less_than_announced() {
        for announced in [9, 11] {
            let refused = received(Body::from(vec![1; 10]), announced).await;
            assert_eq!(refused, (Err(ErrorCode::FileBroken), 0), "{announced}");
        }
        assert_eq!(received(Body::empty(), 0).await, (Ok(0), 1));
    }

    #[tokio::test]
    async fn the_end_of_the_portal_ends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let incoming = Incoming::create(folder.path().to_owned()).await.expect("a file");
        let pace = pace();
        pace.stop.cancel();
        let refused = incoming.receive(slow(10, 1, 1), 10, &pace).await;
        assert!(matches!(refused, Err(FileError::Refused(ErrorCode::Unavailable))));
    }

    #[test]
    fn all_left_overs_are_swept_out() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["old", "new"] {
            std::fs::write(folder.path().join(name), b"x").expect("a file");
        }
        sweep(folder.path()).expect("a folder");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
