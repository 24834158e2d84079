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
    /// for `x86_64` on `aarch64` too. Where it is not known, the one that most computers have: most
    /// Macs are `aarch64` by now, Safari never says so, and for `x86_64` they first need Rosetta,
    /// which Apple is ending.
    pub(crate) fn opener(&self, system: System, arch: Option<&str>) -> Option<&Artifact> {
        let of = |arch| self.manifest.artifact(ArtifactKind::Opener, system, arch);
        match arch {
            Some("aarch64") if system != System::Linux => of("aarch64").or_else(|| of("x86_64")),
            Some(arch) => of(arch),
            None => {
                let usual = if system == System::Macos { "aarch64" } else { "x86_64" };
                let mut files = self.manifest.artifacts.iter();
                of(usual).or_else(|| {
                    files.find(|file| file.kind == ArtifactKind::Opener && file.system == system)
                })
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

    fn folder(manifest: &str, signatures: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("manifest.json"), manifest).expect("written");
        std::fs::write(folder.path().join("manifest.sig"), signatures).expect("written");
        folder
    }

    fn opener(system: &str, arch: &str) -> String {
        format!(
            r#"{{"kind":"opener","system":"{system}","arch":"{arch}","path":"{system}-{arch}/o",
                "size_bytes":1,"sha256":""}}"#
        )
    }

    fn manifest(artifacts: &[String]) -> String {
        let artifacts = artifacts.join(",");
        format!(
            r#"{{"version":"1.2.3","released_at":1,"artifacts":[{artifacts}],
                "retired_keys":["{}"],"minimum_version":"1.2.0"}}"#,
            "0".repeat(64)
        )
    }

    #[test]
    fn signatures_of_several_keys_are_passed_on_as_they_are() {
        let folder = folder(&manifest(&[]), "b25l\ndHdv\n");
        let release = Release::read(folder.path()).expect("a release");
        assert_eq!(release.signed().signature, "b25l\ndHdv");
        assert_eq!(release.version(), "1.2.3");
    }

    #[test]
    fn what_no_opener_would_take_is_no_release() {
        let good = manifest(&[]);
        let many = manifest(&vec![opener("linux", "x86_64"); 65]);
        for (manifest, signatures) in [
            (good.as_str(), ""),
            (good.as_str(), "b25l\n".repeat(9).as_str()),
            (good.as_str(), "b".repeat(2_000).as_str()),
            (many.as_str(), "b25l"),
            ("{}", "b25l"),
            (good.replace("1.2.0", "1.2").as_str(), "b25l"),
            (good.replace("000", "0g0").as_str(), "b25l"),
        ] {
            let folder = folder(manifest, signatures);
            let error = Release::read(folder.path()).expect_err(manifest);
            assert!(matches!(error, ReleaseError::Manifest(_)), "{error}");
        }
    }

    #[test]
    fn the_opener_fits_the_processor_where_it_is_known() {
        let all = [("linux", "x86_64"), ("linux", "aarch64"), ("windows", "x86_64")];
        let all = all.map(|(system, arch)| opener(system, arch));
        let folder = folder(&manifest(&all), "b25l");
        let release = Release::read(folder.path()).expect("a release");
        let path = |system, arch| release.opener(system, arch).map(|file| file.path.as_str());
        assert_eq!(path(System::Linux, None), Some("linux-x86_64/o"));
        assert_eq!(path(System::Linux, Some("aarch64")), Some("linux-aarch64/o"));
        assert_eq!(path(System::Linux, Some("riscv64")), None);
        assert_eq!(path(System::Windows, Some("aarch64")), Some("windows-x86_64/o"));
        assert_eq!(path(System::Macos, None), None);
    }

    /// Bug: the first one of the manifest was taken, which ran on few computers if it was `aarch64`.
    #[test]
    fn without_a_known_processor_it_is_the_opener_for_most_computers() {
        let systems = ["linux", "windows", "macos"];
        let both = |arches: [&str; 2]| -> Vec<String> {
            let of = |arch: &str| systems.map(|system| opener(system, arch));
            arches.iter().flat_map(|arch| of(arch)).collect()
        };
        for artifacts in [both(["aarch64", "x86_64"]), both(["x86_64", "aarch64"])] {
            let folder = folder(&manifest(&artifacts), "b25l");
            let release = Release::read(folder.path()).expect("a release");
            let path = |system| release.opener(system, None).map(|file| file.path.as_str());
            assert_eq!(path(System::Linux), Some("linux-x86_64/o"));
            assert_eq!(path(System::Windows), Some("windows-x86_64/o"));
            assert_eq!(path(System::Macos), Some("macos-aarch64/o"));
        }
        let folder =
            folder(&manifest(&[opener("linux", "aarch64"), opener("macos", "x86_64")]), "b25l");
        let release = Release::read(folder.path()).expect("a release");
        let path = |system| release.opener(system, None).map(|file| file.path.as_str());
        assert_eq!(path(System::Linux), Some("linux-aarch64/o"));
        assert_eq!(path(System::Macos), Some("macos-x86_64/o"));
    }

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
