//! A release signed with a key that is made for the test.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_protocol::{Artifact, ArtifactKind, Manifest, System};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// What the opener's file holds.
pub(crate) const OPENER_BYTES: &[u8] = b"the same opener for everybody";
/// What the app's file holds.
pub(crate) const APP_BYTES: &[u8] = b"0123456789 the app";

/// A folder as `cargo xtask package` makes it.
pub(crate) struct TestRelease {
    folder: TempDir,
    pub(crate) key: VerifyingKey,
}

impl TestRelease {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = SigningKey::from_bytes(&rand::random());
        let artifacts = vec![
            artifact(folder.path(), ArtifactKind::Opener, "linux-x86_64/opener", OPENER_BYTES),
            artifact(folder.path(), ArtifactKind::App, "linux-x86_64/app", APP_BYTES),
        ];
        let manifest = Manifest {
            version: "0.1.0".into(),
            released_at: 1,
            artifacts,
            retired_keys: Vec::new(),
            minimum_version: None,
        };
        let text = serde_json::to_string(&manifest).expect("JSON");
        let signature = STANDARD.encode(key.sign(text.as_bytes()).to_bytes());
        std::fs::write(folder.path().join("manifest.json"), text).expect("written");
        std::fs::write(folder.path().join("manifest.sig"), signature + "\n").expect("written");
        std::fs::write(folder.path().join("secret.txt"), "not in the manifest").expect("written");
        Self { folder, key: key.verifying_key() }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn artifact(folder: &Path, kind: ArtifactKind, path: &str, bytes: &[u8]) -> Artifact {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(file, bytes).expect("written");
    let sha256 = format!("{:x}", Sha256::digest(bytes));
    let (system, arch, path) = (System::Linux, "x86_64".to_owned(), path.to_owned());
    Artifact { kind, system, arch, path, size_bytes: bytes.len() as u64, sha256 }
}
