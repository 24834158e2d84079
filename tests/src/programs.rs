//! The programs under test: what `cargo xtask package stories` has put together, sealed to the
//! stories' address and signed with the development key.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Where the programs are.
#[derive(Clone, Debug)]
pub struct Programs {
    /// The portal.
    pub portal: PathBuf,
    /// The folder of the signed release.
    pub releases: PathBuf,
}

impl Programs {
    /// The programs in `folder`.
    ///
    /// # Errors
    /// Where they are not there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let programs =
            Self { portal: folder.join("corporate-portal"), releases: folder.join("releases") };
        for path in [&programs.portal, &programs.releases.join("manifest.sig")] {
            ensure!(
                path.exists(),
                "{} is missing; `cargo xtask package stories` puts it there",
                path.display()
            );
        }
        Ok(programs)
    }

    /// A program of the release.
    pub fn released(&self, name: &str) -> PathBuf {
        use std::env::consts::{ARCH, OS};
        self.releases.join(format!("{OS}-{ARCH}")).join(name)
    }

    /// The folder of the signed release whose programs have their portal named by the machine's
    /// policy. Only the stories have one.
    pub fn releases_by_policy(&self) -> PathBuf {
        self.portal.with_file_name("by-policy").join("releases")
    }

    /// The programs where xtask puts them.
    ///
    /// # Errors
    /// As [`in_folder`](Self::in_folder).
    pub fn built() -> Result<Self> {
        // This test is `target/debug/deps/stories-…`.
        let test = std::env::current_exe()?;
        let target = test.ancestors().nth(3).context("the folder that cargo builds into")?;
        Self::in_folder(&target.join("package/stories"))
    }
}

/// The right to use the stories' address: one story at a time on this machine, in whatever
/// process. Given back when dropped.
#[derive(Debug)]
pub struct Turn {
    _file: File,
}

impl Turn {
    /// Waits for the turn; the thread is blocked meanwhile.
    ///
    /// # Errors
    /// Where the lock file cannot be used.
    pub fn wait() -> Result<Self> {
        let path = std::env::temp_dir().join("corporate-stories.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.with_context(|| format!("open {}", path.display()))?;
        file.lock().context("wait for the other stories")?;
        Ok(Self { _file: file })
    }
}
