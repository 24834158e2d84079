//! Releases that no opener may start: made from a good one, which stays as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Machine;

/// The app of a release.
const APP: &str = "windows-x86_64/corporate-customer.exe";

impl Machine {
    /// A release that was made by `cargo xtask cross`.
    pub(crate) fn release(&self, name: &str) -> PathBuf {
        self.cross.join("releases").join(name)
    }

    /// One byte of the app is another; its size stays.
    pub(crate) fn tampered_app(&self) -> Result<PathBuf> {
        self.changed("tampered", APP, |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        })
    }

    /// The app ends in its middle.
    pub(crate) fn truncated_app(&self) -> Result<PathBuf> {
        self.changed("truncated", APP, |bytes| bytes.truncate(bytes.len() / 2))
    }

    /// The manifest is not what was signed.
    pub(crate) fn changed_manifest(&self) -> Result<PathBuf> {
        self.changed("changed", "manifest.json", |bytes| bytes.push(b'\n'))
    }

    /// The portal starts again with this release.
    pub(crate) async fn offer_release(&mut self, folder: &Path) -> Result<()> {
        self.portal.restart_with(&self.crew, folder).await
    }

    fn changed(&self, name: &str, file: &str, change: fn(&mut Vec<u8>)) -> Result<PathBuf> {
        let folder = self.home.path().join(name);
        let from = self.release("newer");
        let files = ["manifest.json", "manifest.sig", "windows-x86_64/corporate-opener.exe", APP];
        for file in files {
            let to = folder.join(file);
            fs::create_dir_all(to.parent().context("a folder above")?)?;
            fs::copy(from.join(file), to)?;
        }
        let path = folder.join(file);
        let mut bytes = fs::read(&path)?;
        change(&mut bytes);
        fs::write(path, bytes)?;
        Ok(folder)
    }
}
