//! Files that travel in chats: received into a private folder below the data folder, kept under
//! ids and never under names, gone with their session. What the log does not name is not there
//! for anybody. Called by the controllers of files and by the retention.
//!
//! One process looks after one folder: limits are counted in it and in this process's memory.

mod daily;
mod incoming;
mod picture;
mod room;
mod uploads;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use corporate_protocol::{
    Author, CommandBody, CommandId, ErrorCode, Event, EventBody, FileId, FileInfo, FileName,
    HandoffId, MessageText, Seq, SessionId, SessionState, Surroundings, Timestamp, decide, limits,
};
use tempfile::TempPath;

pub(crate) use incoming::{Incoming, Pace, discard};
pub(crate) use picture::PictureKind;
pub(crate) use uploads::Upload;

use self::daily::Daily;
use self::picture::{Pictures, Redrawn};
use self::room::Room;
use self::uploads::Uploads;
use crate::folder;
use crate::sessions::{Live, SessionError, Sessions};
use crate::store::{Store, StoreError};

/// Below the data folder.
const FOLDER: &str = "files";
/// Below that: what has not arrived whole.
const INCOMING: &str = "incoming";

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FileError {
    /// It may not be sent, or did not arrive.
    #[error("refused: {0}")]
    Refused(ErrorCode),
    /// The disk failed.
    #[error("a file can't be kept")]
    Disk(#[from] std::io::Error),
    /// The log failed.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ErrorCode> for FileError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

/// All files.
pub(crate) struct Files {
    folder: PathBuf,
    uploads: Uploads,
    pictures: Pictures,
    room: Room,
    daily: Daily,
}

/// How much the portal keeps of files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capacity {
    /// Bytes of all files together.
    pub total_bytes: u64,
    /// Bytes that customers at one address may send in a day.
    pub daily_bytes: u64,
}

impl Files {
    /// The files below a data folder; what was left half received is swept out.
    ///
    /// # Errors
    /// What the system says where the folder can't be made.
    pub(crate) fn open(data: &Path, capacity: Capacity) -> std::io::Result<Self> {
        let folder = data.join(FOLDER);
        let incoming = folder.join(INCOMING);
        folder::make_private(&incoming)?;
        incoming::sweep(&incoming)?;
        let room = Room::open(&folder, capacity.total_bytes)?;
        let daily = Daily::new(capacity.daily_bytes);
        Ok(Self { folder, uploads: Uploads::default(), pictures: Pictures::default(), room, daily })
    }

    /// A session's turn to send, for bytes that will not be kept.
    pub(crate) fn slot(&self, session: SessionId, bytes: u64) -> Option<Upload> {
        self.uploads.begin(session, bytes)
    }

    /// Reserves room for a file of this size: in its session, in the folder, on the disk, and in
    /// what the address of a customer may send in a day.
    ///
    /// # Errors
    /// [`ErrorCode::RateLimited`], [`ErrorCode::FilesFull`], [`ErrorCode::StorageFull`] or
    /// [`ErrorCode::FilesToday`], or that the disk failed.
    pub(crate) async fn reserve(
        &self,
        session: SessionId,
        bytes: u64,
        customer: Option<(IpAddr, Timestamp)>,
    ) -> Result<Upload, FileError> {
        let mut upload = self.uploads.begin(session, bytes).ok_or(ErrorCode::RateLimited)?;
        // What others send is counted before the folder is read: a file that lands in between is
        // counted twice rather than not at all.
        let kept = usage(self.of_session(session)).await?;
        let files = kept.files + upload.files_under_way;
        let all_bytes = kept.bytes.saturating_add(upload.bytes_under_way);
        if files > limits::SESSION_FILES || all_bytes > limits::SESSION_FILES_BYTES {
            return Err(ErrorCode::FilesFull.into());
        }
        upload.share = Some(self.room.take(bytes)?.ok_or(ErrorCode::StorageFull)?);
        if let Some((address, now)) = customer {
            let charge = self.daily.charge(address, bytes, now);
            upload.charge = Some(charge.ok_or(ErrorCode::FilesToday)?);
        }
        Ok(upload)
    }

    /// An empty file for bytes that are about to come; it is gone when it is dropped.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub(crate) async fn incoming(&self) -> Result<Incoming, FileError> {
        Ok(Incoming::create(self.folder.join(INCOMING)).await?)
    }

    /// Keeps a file that has arrived whole, and says so in the log; the answer is what the log
    /// says, which for a file that came before is what was said then.
    ///
    /// # Errors
    /// [`FileError`]: the sender may no longer send, or log or disk failed. Then nothing is kept.
    pub(crate) async fn keep(
        &self,
        log: (&Sessions, &dyn Store),
        live: &Live,
        author: &Author,
        arrived: Arrived,
    ) -> Result<FileInfo, FileError> {
        let (sessions, store) = log;
        let Arrived { mut upload, id, name, bytes, path } = arrived;
        // One of a session at a time, so that no session alone fills the line for the drawing.
        let _turn = upload.turn().await;
        if let Some(info) = known(store, live.id, id).await? {
            return Ok(info);
        }
        let redrawn = self.pictures.redraw(&path, bytes, &name.ending()).await;
        let picture = redrawn.as_ref().map(|redrawn| redrawn.size);
        let drawn = redrawn.as_ref().map_or(0, |redrawn| redrawn.bytes.len() as u64);
        let info = FileInfo { id, name, bytes, picture };
        self.place(live.id, id, path, redrawn).await?;
        let body = EventBody::FileSent { file: info.clone() };
        let command = CommandId::from_uuid(id.as_uuid());
        let said = sessions
            .append(live, author, Some(command), |state| {
                may_send(state, author).map(|()| body.clone())
            })
            .await;
        if let Err(error) = said {
            self.remove(live.id, id).await?;
            return Err(error.into());
        }
        self.room.keep(bytes.saturating_add(drawn));
        if let Some(charge) = &mut upload.charge {
            charge.keep();
        }
        Ok(info)
    }

    /// Where the bytes of a file are.
    pub(crate) fn path(&self, session: SessionId, file: FileId) -> PathBuf {
        self.of_session(session).join(file.to_string())
    }

    /// Where the picture is that was drawn anew from a file.
    pub(crate) fn picture_path(
        &self,
        session: SessionId,
        file: FileId,
        kind: PictureKind,
    ) -> PathBuf {
        self.of_session(session).join(format!("{file}.{}", kind.ending()))
    }

    /// Removes all files of a session that is deleted.
    ///
    /// # Errors
    /// What the system says; a session without files is fine.
    pub(crate) async fn remove_session(&self, session: SessionId) -> std::io::Result<()> {
        let folder = self.of_session(session);
        let room = self.room.clone();
        blocking(move || {
            let before = room::bytes_below(&folder)?;
            let removed = gone(std::fs::remove_dir_all(&folder));
            let after = room::bytes_below(&folder).unwrap_or(before);
            room.give_back(before.saturating_sub(after));
            removed
        })
        .await
    }

    async fn place(
        &self,
        session: SessionId,
        file: FileId,
        from: TempPath,
        redrawn: Option<Redrawn>,
    ) -> std::io::Result<()> {
        let folder = self.of_session(session);
        let to = self.path(session, file);
        let picture =
            redrawn.map(|redrawn| (self.picture_path(session, file, redrawn.kind), redrawn.bytes));
        let incoming = self.folder.join(INCOMING);
        blocking(move || {
            folder::make_private(&folder)?;
            if let Some((path, bytes)) = picture {
                let mut drawn = tempfile::NamedTempFile::new_in(incoming)?;
                std::io::Write::write_all(&mut drawn, &bytes)?;
                drawn.persist(path)?;
            }
            Ok(from.persist(to)?)
        })
        .await
    }

    async fn remove(&self, session: SessionId, file: FileId) -> std::io::Result<()> {
        for kind in PictureKind::ALL {
            let path = self.picture_path(session, file, kind);
            gone(tokio::fs::remove_file(path).await)?;
        }
        gone(tokio::fs::remove_file(self.path(session, file)).await)
    }

    fn of_session(&self, session: SessionId) -> PathBuf {
        self.folder.join(session.to_string())
    }
}

/// A file that has arrived whole and is not kept yet.
pub(crate) struct Arrived {
    /// The room that was reserved for it.
    pub upload: Upload,
    /// Which one.
    pub id: FileId,
    /// Under which name.
    pub name: FileName,
    /// Its size.
    pub bytes: u64,
    /// Where it is.
    pub path: TempPath,
}

/// Whether somebody may send a file now: exactly who may say something.
///
/// # Errors
/// The code that a message would be refused with.
pub(crate) fn may_send(state: &SessionState, author: &Author) -> Result<(), ErrorCode> {
    let text = MessageText::parse("file").map_err(|_| ErrorCode::Internal)?;
    let around = Surroundings::new(HandoffId::from_uuid(uuid::Uuid::nil()), state.chat_after);
    decide(state, author, &CommandBody::Say { text }, &around).map(|_| ())
}

/// What the log says of a file.
///
/// # Errors
/// [`ErrorCode::BadRequest`] where the id was used for something else; or that the store failed.
pub(crate) async fn known(
    store: &dyn Store,
    session: SessionId,
    file: FileId,
) -> Result<Option<FileInfo>, FileError> {
    let command = CommandId::from_uuid(file.as_uuid());
    let Some(seq) = store.command(session, command).await? else { return Ok(None) };
    let before = Seq(seq.0.saturating_sub(1));
    match store.events(session, before, 1).await?.pop() {
        Some(Event { body: EventBody::FileSent { file: info }, .. }) if info.id == file => {
            Ok(Some(info))
        }
        _ => Err(ErrorCode::BadRequest.into()),
    }
}

/// What a session has on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Usage {
    files: usize,
    bytes: u64,
}

async fn usage(folder: PathBuf) -> std::io::Result<Usage> {
    blocking(move || {
        let mut usage = Usage::default();
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(usage),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            // Pictures stand beside their files and are bounded by them.
            if entry.path().extension().is_none() {
                usage.files += 1;
                usage.bytes = usage.bytes.saturating_add(entry.metadata()?.len());
            }
        }
        Ok(usage)
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(std::io::Error::other)?
}

fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENEROUS: Capacity = Capacity { total_bytes: u64::MAX, daily_bytes: u64::MAX };

    #[tokio::test]
    async fn a_session_takes_its_files_with_it_and_no_others() {
        let data = tempfile::tempdir().expect("a folder");
        let files = Files::open(data.path(), GENEROUS).expect("files");
        let (gone, stays) = (SessionId::random(), SessionId::random());
        for session in [gone, stays] {
            folder::make_private(&files.of_session(session)).expect("a folder");
            let id = FileId::random();
            std::fs::write(files.path(session, id), b"12345").expect("a file");
            let picture = files.picture_path(session, id, PictureKind::Png);
            std::fs::write(picture, b"123").expect("a picture");
        }
        let kept = usage(files.of_session(gone)).await.expect("a folder");
        assert_eq!(kept, Usage { files: 1, bytes: 5 }, "pictures are not counted");
        files.remove_session(gone).await.expect("removed");
        files.remove_session(gone).await.expect("removed already");
        assert!(!files.of_session(gone).exists() && files.of_session(stays).exists());
        assert_eq!(usage(files.of_session(gone)).await.expect("none"), Usage::default());
    }
}
