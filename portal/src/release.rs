//! The signed release that the portal offers: read once at the start, served as it is. The portal
//! has no key and checks no signature: openers do. It refuses paths that leave the folder.

use std::path::{Path, PathBuf};

use corporate_protocol::{Artifact, ArtifactKind, Manifest, SignedManifest, System, limits};

/// The release folder's content.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    folder: PathBuf,
    signed: SignedManifest,
    manifest: Manifest,
}

/// Why there is no release.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ReleaseError {
    /// A file is missing or can't be read.
    #[error("{0} can't be read")]
    Read(PathBuf, #[source] std::io::Error),
    /// The manifest is larger than an opener accepts.
    #[error("the manifest is larger than {} bytes", limits::MANIFEST_BYTES)]
    TooLarge,
    /// The manifest is not understood.
    #[error("the manifest is not understood")]
    Manifest(#[from] serde_json::Error),
    /// An artifact's path is not a plain path below the folder.
    #[error("the manifest names the path {0:?}")]
    Path(String),
}

impl Release {
    /// Reads `manifest.json` and `manifest.sig`.
    ///
    /// # Errors
    /// [`ReleaseError`] where they are missing or not understood.
    pub(crate) fn read(folder: &Path) -> Result<Self, ReleaseError> {
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|error| ReleaseError::Read(path, error))
        };
        let signed = SignedManifest {
            manifest: text("manifest.json")?,
            signature: text("manifest.sig")?.trim().to_owned(),
        };
        if signed.manifest.len() > limits::MANIFEST_BYTES {
            return Err(ReleaseError::TooLarge);
        }
        let manifest: Manifest = serde_json::from_str(&signed.manifest)?;
        for artifact in &manifest.artifacts {
            if !is_plain(&artifact.path) {
                return Err(ReleaseError::Path(artifact.path.clone()));
            }
        }
        Ok(Self { folder: folder.to_owned(), signed, manifest })
    }

    /// The manifest as it was signed.
    pub(crate) const fn signed(&self) -> &SignedManifest {
        &self.signed
    }

    /// The app's version.
    pub(crate) fn version(&self) -> &str {
        &self.manifest.version
    }

    /// Whether there is an app for this machine.
    pub(crate) fn has_app(&self, system: System, arch: &str) -> bool {
        self.manifest.artifact(ArtifactKind::App, system, arch).is_some()
    }

    /// The opener for a system; the first in the manifest, whatever its processor.
    pub(crate) fn opener(&self, system: System) -> Option<PathBuf> {
        let is_it = |file: &&Artifact| file.kind == ArtifactKind::Opener && file.system == system;
        self.manifest.artifacts.iter().find(is_it).map(|file| self.folder.join(&file.path))
    }

    /// The file that the manifest names by this path, and no other.
    pub(crate) fn file(&self, path: &str) -> Option<PathBuf> {
        let named = self.manifest.artifacts.iter().find(|file| file.path == path)?;
        Some(self.folder.join(&named.path))
    }
}

/// Whether a path consists of plain names only: no `..`, no root, no drive, no back slash.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|name| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_the_folder_are_taken() {
        for good in ["linux-x86_64/corporate-opener", "a", "windows/x.exe"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "C:\\x", "a\\b", ".ssh/x"] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
