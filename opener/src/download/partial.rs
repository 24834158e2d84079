//! An unfinished download: a private file beside the app that is hashed while it grows and takes
//! the app's place only when it is whole.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::app::{App, Digest};
use crate::handoff::Watch;
use crate::platform::{self, Found};
use crate::{OpenerError, store};

/// What the names of unfinished downloads end in.
const ENDING: &str = "part";

/// An unfinished download, open for writing at its end.
pub(super) struct Partial {
    path: PathBuf,
    file: File,
    sha256: Sha256,
    done_bytes: u64,
}

impl Partial {
    /// Opens what an earlier run has left of this app, or begins.
    pub(super) fn open(
        folder: &Path,
        app: &App,
        watch: &mut Watch<'_>,
    ) -> Result<Self, OpenerError> {
        let path = folder.join(format!("{}.{ENDING}", app.sha256.short()));
        let failed = |error| OpenerError::folder(&path, error);
        if let Found::File(mut file) = platform::open_file(&path, true).map_err(failed)? {
            let done_bytes = file.metadata().map_err(failed)?.len();
            if done_bytes <= app.size_bytes {
                let sha256 = hash(&mut file, &path, watch)?;
                return Ok(Self { path, file, sha256, done_bytes });
            }
        }
        store::remove(&path)?;
        let file = platform::create_file(&path).map_err(failed)?;
        Ok(Self { path, file, sha256: Sha256::new(), done_bytes: 0 })
    }

    pub(super) const fn done_bytes(&self) -> u64 {
        self.done_bytes
    }

    /// Adds what has come.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), OpenerError> {
        self.file.write_all(bytes).map_err(|error| OpenerError::folder(&self.path, error))?;
        self.sha256.update(bytes);
        self.done_bytes += bytes.len() as u64;
        Ok(())
    }

    /// Begins again from nothing.
    pub(super) fn restart(&mut self) -> Result<(), OpenerError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        emptied.map_err(|error| OpenerError::folder(&self.path, error))?;
        self.sha256 = Sha256::new();
        self.done_bytes = 0;
        Ok(())
    }

    /// Whether it is the app, whole.
    pub(super) fn fits(&self, app: &App) -> bool {
        self.done_bytes == app.size_bytes && digest(self.sha256.clone()) == app.sha256
    }

    /// Puts it in the app's place, in one step.
    pub(super) fn install(self, program: &Path) -> Result<(), OpenerError> {
        let Self { path, file, .. } = self;
        let done = file.sync_all().and_then(|()| platform::make_program(&file));
        // Closed first: a file that is open for writing can't be run.
        drop(file);
        done.and_then(|()| fs::rename(&path, program))
            .map_err(|error| OpenerError::folder(program, error))
    }

    /// Throws it away.
    pub(super) fn discard(&mut self) -> Result<(), OpenerError> {
        self.restart()?;
        store::remove(&self.path)
    }
}

/// Hashes an open file from its beginning to its end.
pub(super) fn hash(
    file: &mut File,
    path: &Path,
    watch: &mut Watch<'_>,
) -> Result<Sha256, OpenerError> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; super::READ_BYTES];
    loop {
        watch.check()?;
        match file.read(&mut buffer).map_err(|error| OpenerError::folder(path, error))? {
            0 => return Ok(sha256),
            count => sha256.update(&buffer[..count]),
        }
    }
}

pub(super) fn digest(sha256: Sha256) -> Digest {
    Digest(sha256.finalize().into())
}
