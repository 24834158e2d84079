//! Reads a release: first the signature, then what was signed, then each value in it. Whatever a
//! [`Release`] holds is safe to use as a folder's name, a URL's path and a bound.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_protocol::{ArtifactKind, Machine, Manifest, SignedManifest, limits};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::OpenerError;

/// The key with which releases are signed (ed25519, RFC 8032).
#[derive(Clone, Copy, Debug)]
pub struct ReleaseKey(VerifyingKey);

impl ReleaseKey {
    /// Reads a public key as it is sealed: standard base64 of its 32 bytes.
    ///
    /// # Errors
    /// [`OpenerError::SealInvalid`] where it is none.
    pub fn parse(text: &str) -> Result<Self, OpenerError> {
        let bytes = STANDARD.decode(text.trim()).ok();
        bytes
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
            .filter(|key| !key.is_weak())
            .map(Self)
            .ok_or(OpenerError::SealInvalid("release key"))
    }

    /// A short name for what is remembered about this key's releases: 16 hexadecimal digits.
    pub(crate) fn fingerprint(&self) -> String {
        hexadecimal(&Sha256::digest(self.0.as_bytes())[..8])
    }

    fn verify(&self, signed: &SignedManifest) -> Result<(), OpenerError> {
        let bytes = STANDARD.decode(&signed.signature).ok();
        let signature = bytes.and_then(|bytes| Signature::from_slice(&bytes).ok());
        let signature = signature.ok_or(OpenerError::SignatureInvalid)?;
        self.0
            .verify_strict(signed.manifest.as_bytes(), &signature)
            .map_err(|_| OpenerError::SignatureInvalid)
    }
}

/// The app of a release for this machine, all of it signed and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Release {
    /// `major.minor.patch`, digits and dots only.
    pub(crate) version: String,
    /// When it was made, milliseconds since 1970.
    pub(crate) released_at: i64,
    /// The download's path on the portal.
    pub(crate) url_path: String,
    /// The download's size: 1 to [`limits::ARTIFACT_BYTES`].
    pub(crate) size_bytes: u64,
    /// The download's SHA-256.
    pub(crate) sha256: [u8; 32],
}

impl Release {
    /// Verifies and reads a release for one machine.
    pub(crate) fn read(
        signed: &SignedManifest,
        key: &ReleaseKey,
        machine: &Machine,
    ) -> Result<Self, OpenerError> {
        if signed.manifest.len() > limits::MANIFEST_BYTES {
            return Err(OpenerError::ManifestInvalid("it is too large"));
        }
        key.verify(signed)?;
        let manifest: Manifest = serde_json::from_str(&signed.manifest)
            .map_err(|_| OpenerError::ManifestInvalid("it is no manifest"))?;
        let app = manifest.artifact(ArtifactKind::App, machine.system, &machine.arch).ok_or(
            OpenerError::NoAppForSystem {
                system: std::env::consts::OS,
                arch: std::env::consts::ARCH,
            },
        )?;
        if !is_version(&manifest.version) {
            return Err(OpenerError::ManifestInvalid("its version is none"));
        }
        if !is_path(&app.path) {
            return Err(OpenerError::ManifestInvalid("a path leaves the release"));
        }
        if !(1..=limits::ARTIFACT_BYTES).contains(&app.size_bytes) {
            return Err(OpenerError::ManifestInvalid("a size is out of bounds"));
        }
        let sha256 = digest(&app.sha256).ok_or(OpenerError::ManifestInvalid("a digest is none"))?;
        Ok(Self {
            url_path: format!("/download/release/{}", app.path),
            size_bytes: app.size_bytes,
            sha256,
            released_at: manifest.released_at,
            version: manifest.version,
        })
    }

    /// The digest's first half as text, for the name of an unfinished download.
    pub(crate) fn short_digest(&self) -> String {
        hexadecimal(&self.sha256[..16])
    }
}

/// Three numbers of one to six digits.
fn is_version(text: &str) -> bool {
    let number = |part: &str| {
        (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split('.').count() == 3 && text.split('.').all(number)
}

/// A relative path of plain names, none of them hidden, `.` or `..`.
fn is_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let name = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain);
    text.len() <= 200 && text.split('/').all(name)
}

/// 64 lower-case hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 32]> {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect();
    if rest.is_empty() { bytes?.try_into().ok() } else { None }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string can't fail");
        text
    })
}

#[cfg(test)]
mod tests;
