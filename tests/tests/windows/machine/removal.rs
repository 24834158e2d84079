//! The opener's own copy, which removes everything, and where it leaves itself: a program that runs
//! can't be removed.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use anyhow::{Result, ensure};

use super::{Machine, Opener};

/// Where the user's own variables are noted. The first one below is asked before the other.
const ENVIRONMENT: &str = r"HKCU\Environment";
const TEMPORARY: &str = "TMP";
/// A folder on another disk than everybody's, and its name in Wine.
const OTHER_DISK: (&str, &str) = ("/dev/shm", r"Z:\dev\shm");
/// The usual place of temporary files, below the user's folder.
const USUAL: &str = "AppData/Local/Temp";

impl Machine {
    /// Runs the copy of the opener that was kept.
    pub(crate) fn start_kept(&self, arguments: &[&str]) -> Result<Opener> {
        let kept = self.data()?.join("opener/corporate-opener.exe");
        self.launch(self.command(&kept).args(arguments))
    }

    /// Has programs keep temporary files where no file of the user's can be moved to.
    pub(crate) fn keep_temporary_files_on_another_disk(&self) -> Result<()> {
        let (here, there) = (fs::metadata(self.user()?)?, fs::metadata(OTHER_DISK.0)?);
        ensure!(here.dev() != there.dev(), "{} is on the same disk", OTHER_DISK.0);
        fs::create_dir_all(self.user()?.join(USUAL))?;
        let value = ["/v", TEMPORARY, "/d", OTHER_DISK.1, "/f"];
        self.wine("reg.exe", &[&["add", ENVIRONMENT], &value[..]].concat())?;
        let found = self.wine("cmd.exe", &["/c", "echo", "%TMP%"])?;
        ensure!(found.trim() == OTHER_DISK.1, "temporary files go to {found}");
        Ok(())
    }

    /// Openers that have been moved to the usual place of temporary files.
    pub(crate) fn moved_aside(&self) -> Result<Vec<PathBuf>> {
        let files = fs::read_dir(self.user()?.join(USUAL)).into_iter().flatten().flatten();
        let paths = files.map(|file| file.path());
        Ok(paths.filter(|path| path.extension().is_some_and(|ending| ending == "old")).collect())
    }

    /// Leaves nothing of this; temporary files are in the usual place again.
    pub(super) fn clean_temporary_files(&self) -> Result<()> {
        // It may be as usual.
        self.wine("reg.exe", &["delete", ENVIRONMENT, "/v", TEMPORARY, "/f"]).ok();
        Ok(self.moved_aside()?.iter().try_for_each(fs::remove_file)?)
    }
}
