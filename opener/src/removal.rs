//! Removes from this user's account everything that openers and apps have brought: apps, unfinished
//! downloads, what is remembered of releases, what the app's web view has kept, the scheme's
//! registration, and the opener's own copy. Nothing else, and nothing while an app runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::platform;
use crate::store::{self, Lock, Store};
use crate::{Cancel, OpenerError, SchemeHandler};

/// How often an app that still runs is looked at: it may have started this opener and be ending.
const LOOKS: u32 = 30;
/// The wait between two looks.
const LOOK: Duration = Duration::from_millis(100);

/// What is to be removed.
#[derive(Clone, Debug)]
pub struct Removal {
    data_folder: Option<PathBuf>,
    scheme: Option<SchemeHandler>,
    traces: Vec<PathBuf>,
}

impl Removal {
    /// Everything of this user's.
    pub fn of_this_user() -> Self {
        Self::new(crate::data_folder(), SchemeHandler::of_this_user(), platform::app_traces())
    }

    /// Everything below this data folder, what is noted for links, and these folders of the app's
    /// own.
    pub const fn new(
        data_folder: Option<PathBuf>,
        scheme: Option<SchemeHandler>,
        traces: Vec<PathBuf>,
    ) -> Self {
        Self { data_folder, scheme, traces }
    }

    /// Removes it. What is already gone is no error; after an error it can be run again.
    ///
    /// # Errors
    /// [`OpenerError::AppOpen`] while an app runs or another opener installs or starts one, before
    /// anything is removed; [`OpenerError::FolderUnsafe`] for a folder that is not the opener's, and
    /// [`OpenerError::Folder`] for what could not be removed.
    pub fn run(&self) -> Result<(), OpenerError> {
        let folder = self.data_folder.as_ref().ok_or(OpenerError::FolderMissing)?;
        if is_there(folder)? {
            let store = Store::open(folder)?;
            let nobody_installs = store.lock(Lock::Install, &mut |_| Err(OpenerError::AppOpen))?;
            wait_for_apps(&store)?;
            self.unregister(folder)?;
            let copy = store.own_copy();
            remove_program(&copy)?;
            drop(nobody_installs);
            store::remove_all(folder)?;
        } else {
            self.unregister(folder)?;
        }
        self.traces.iter().try_for_each(|trace| store::remove_all(trace))
    }

    fn unregister(&self, folder: &Path) -> Result<(), OpenerError> {
        let Some(scheme) = &self.scheme else { return Ok(()) };
        scheme.unregister().map_err(|error| OpenerError::folder(folder, error))
    }
}

fn is_there(folder: &Path) -> Result<bool, OpenerError> {
    match fs::symlink_metadata(folder) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(OpenerError::folder(folder, error)),
    }
}

/// Waits a little for apps that are just ending.
fn wait_for_apps(store: &Store) -> Result<(), OpenerError> {
    let unstopped = Cancel::new();
    for _ in 0..LOOKS {
        if !is_any_running(store)? {
            return Ok(());
        }
        unstopped.wait(LOOK)?;
    }
    Err(OpenerError::AppOpen)
}

fn is_any_running(store: &Store) -> Result<bool, OpenerError> {
    for program in store.programs() {
        if platform::is_running(&program).map_err(|error| OpenerError::folder(&program, error))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the opener's own copy, which may be the very program that runs.
fn remove_program(path: &Path) -> Result<(), OpenerError> {
    match platform::remove_program(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OpenerError::folder(path, error))
        }
        _ => Ok(()),
    }
}
