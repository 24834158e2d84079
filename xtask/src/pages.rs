//! The pages: their npm packages, their checks, their build.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::node::Node;
use crate::run::{root, run};

/// The pages' package, with its npm packages installed.
pub(crate) struct Pages {
    node: Node,
    folder: PathBuf,
}

impl Pages {
    /// Installs the npm packages where the lock file has changed since the last time.
    ///
    /// # Errors
    /// Where npm fails.
    pub(crate) fn install() -> Result<Self> {
        let node = Node::find()?;
        let folder = root().join("ui");
        let lock = folder.join("package-lock.json");
        let lock = fs::read(&lock).with_context(|| format!("read {}", lock.display()))?;
        let wanted = format!("{:x}", Sha256::digest(lock));
        let stamp = folder.join("node_modules/.installed-lock");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(Self { node, folder });
        }
        println!("The npm packages of ui/package-lock.json are going to be installed into ui/:");
        run(&mut node.npm(&folder, &["ci", "--no-audit", "--no-fund"]))?;
        fs::write(&stamp, wanted).with_context(|| format!("write {}", stamp.display()))?;
        Ok(Self { node, folder })
    }

    /// Runs one of the scripts of `ui/package.json`.
    ///
    /// # Errors
    /// Where it fails.
    pub(crate) fn script(&self, name: &str) -> Result<()> {
        run(&mut self.node.npm(&self.folder, &["run", "--silent", name]))
    }
}
