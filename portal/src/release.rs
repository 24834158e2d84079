//! The signed release that the portal offers: read once at the start, served as it is. The portal
//! has no key and checks no signature: openers do. It refuses paths that leave the folder.

use std::path::{Path, PathBuf};

use corporate_protocol::{Artifact, ArtifactKind, Manifest, ManifestError, SignedManifest, System};

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
    /// No opener would accept the manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// An artifact's path is not a plain path below the folder.
    #[error("the manifest names the path {0:?}")]
    Path(String),
}

impl Release {
    /// Reads `manifest.json` and `manifest.sig`, which has a signature in each line.
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
        signed.signatures()?;
        let manifest = Manifest::parse(&signed.manifest)?;
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

    /// The opener for a system and, where it is known, a processor. Windows and macOS run programs
    /// for `x86_64` on `aarch64` too.
    pub(crate) fn opener(&self, system: System, arch: Option<&str>) -> Option<&Artifact> {
        let of = |arch| self.manifest.artifact(ArtifactKind::Opener, system, arch);
        match arch {
            Some("aarch64") if system != System::Linux => of("aarch64").or_else(|| of("x86_64")),
            Some(arch) => of(arch),
            None => {
                let mut files = self.manifest.artifacts.iter();
                files.find(|file| file.kind == ArtifactKind::Opener && file.system == system)
            }
        }
    }

    /// The file that the manifest names by this path, and no other.
    pub(crate) fn file(&self, path: &str) -> Option<&Artifact> {
        self.manifest.artifacts.iter().find(|file| file.path == path)
    }

    /// Where a file of the manifest is.
    pub(crate) fn path_of(&self, file: &Artifact) -> PathBuf {
        self.folder.join(&file.path)
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
