//! A folder of its own for a test, gone with its value.

use std::path::{Path, PathBuf};

/// A folder in the system's folder for temporary files.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes it; `name` tells the tests of one process apart.
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("corporate-xtask-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder that stays behind in the folder for temporary files does no harm.
        std::fs::remove_dir_all(&self.0).ok();
    }
}
