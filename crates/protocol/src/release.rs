//! What a portal offers for download. The manifest's bytes are signed with ed25519 (RFC 8032);
//! the opener checks the signature before it reads a word of it.

use serde::{Deserialize, Serialize};

use crate::System;

/// A manifest exactly as it was signed, and the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedManifest {
    /// JSON text of a [`Manifest`]; the signature covers its UTF-8 bytes.
    pub manifest: String,
    /// ed25519 signature, standard base64 with padding.
    pub signature: String,
}

/// One release of the app, for all systems.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the app, `major.minor.patch`.
    pub version: String,
    /// When it was made, milliseconds since 1970; a smaller one than seen before is refused.
    pub released_at: i64,
    /// What can be downloaded.
    pub artifacts: Vec<Artifact>,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// What the file is.
    pub kind: ArtifactKind,
    /// The system that it is made for.
    pub system: System,
    /// The processor, as `std::env::consts::ARCH` names it.
    pub arch: String,
    /// Its path below `/download/release/` on the portal and in the release folder.
    pub path: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// What a file of a release is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactKind {
    /// The opener, downloaded by browsers.
    Opener,
    /// The desktop app, downloaded by the opener.
    App,
}

impl Manifest {
    /// The file of this kind for a machine.
    pub fn artifact(&self, kind: ArtifactKind, system: System, arch: &str) -> Option<&Artifact> {
        self.artifacts
            .iter()
            .find(|file| file.kind == kind && file.system == system && file.arch == arch)
    }
}
