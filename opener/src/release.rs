//! Reads a release: first the signatures, then what was signed, then each value in it. Whatever a
//! [`Release`] holds is safe to use as a folder's name, a URL's path and a bound.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_protocol::{
    ArtifactKind, KeyFingerprint, Machine, Manifest, ManifestError, SignedManifest, Version, limits,
};
use ed25519_dalek::{Signature, VerifyingKey};

use crate::OpenerError;
use crate::app::{App, Digest};

/// Keys that sign nothing any more.
pub(crate) type RetiredKeys = BTreeSet<KeyFingerprint>;

/// A key with which releases are signed (ed25519, RFC 8032).
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

    /// Reads the keys of a seal, separated by commas: the first signs now, the others are spare.
    ///
    /// # Errors
    /// [`OpenerError::SealInvalid`] where one of them is none, or is there twice.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, OpenerError> {
        let keys: Vec<Self> = text.split(',').map(Self::parse).collect::<Result<_, _>>()?;
        let names: BTreeSet<KeyFingerprint> = keys.iter().map(Self::fingerprint).collect();
        if names.len() == keys.len() {
            Ok(keys)
        } else {
            Err(OpenerError::SealInvalid("release key"))
        }
    }

    /// What a release calls this key where it retires it.
    pub fn fingerprint(&self) -> KeyFingerprint {
        KeyFingerprint::of(self.0.as_bytes())
    }

    fn has_signed(&self, text: &str, signature: &str) -> bool {
        let bytes = STANDARD.decode(signature).ok();
        let signature = bytes.and_then(|bytes| Signature::from_slice(&bytes).ok());
        signature.is_some_and(|signature| self.0.verify_strict(text.as_bytes(), &signature).is_ok())
    }
}

/// The keys of `keys` that have signed a manifest.
fn signers(
    signed: &SignedManifest,
    keys: &[ReleaseKey],
) -> Result<BTreeSet<KeyFingerprint>, OpenerError> {
    let signatures = signed.signatures().map_err(|error| match error {
        ManifestError::TooLarge => OpenerError::ManifestInvalid("it is too large"),
        _ => OpenerError::SignatureInvalid,
    })?;
    let has_signed = |key: &&ReleaseKey| {
        signatures.iter().any(|signature| key.has_signed(&signed.manifest, signature))
    };
    let signers: BTreeSet<_> =
        keys.iter().filter(has_signed).map(ReleaseKey::fingerprint).collect();
    if signers.is_empty() { Err(OpenerError::SignatureInvalid) } else { Ok(signers) }
}

/// A release for this machine, all of it signed and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Release {
    /// Its app: the size is 1 to [`limits::ARTIFACT_BYTES`].
    pub(crate) app: App,
    /// The keys that vouch for it.
    pub(crate) signers: BTreeSet<KeyFingerprint>,
    /// When it was made, milliseconds since 1970.
    pub(crate) released_at: i64,
    /// The download's path on the portal.
    pub(crate) url_path: String,
    /// The oldest version that may be started in its place; `None` allows none.
    pub(crate) minimum_version: Option<Version>,
    /// The keys that it retires.
    pub(crate) retired_keys: Vec<KeyFingerprint>,
}

impl Release {
    /// Verifies and reads a release for one machine. `retired` are the keys that were retired
    /// before; those that the release itself retires can't vouch for it either.
    pub(crate) fn read(
        signed: &SignedManifest,
        keys: &[ReleaseKey],
        retired: &RetiredKeys,
        machine: &Machine,
    ) -> Result<Self, OpenerError> {
        let mut signers = signers(signed, keys)?;
        signers.retain(|key| !retired.contains(key));
        if signers.is_empty() {
            return Err(OpenerError::KeyRetired);
        }
        let manifest = Manifest::parse(&signed.manifest)
            .map_err(|_| OpenerError::ManifestInvalid("it is no manifest"))?;
        signers.retain(|key| !manifest.retired_keys.contains(key));
        Self::check(manifest, signers, machine)
    }

    fn check(
        manifest: Manifest,
        signers: BTreeSet<KeyFingerprint>,
        machine: &Machine,
    ) -> Result<Self, OpenerError> {
        let signer = *signers.first().ok_or(OpenerError::KeyRetired)?;
        let app = manifest.artifact(ArtifactKind::App, machine.system, &machine.arch).ok_or(
            OpenerError::NoAppForSystem {
                system: std::env::consts::OS,
                arch: std::env::consts::ARCH,
            },
        )?;
        let version = Version::parse(&manifest.version)
            .ok_or(OpenerError::ManifestInvalid("its version is none"))?;
        if !is_path(&app.path) {
            return Err(OpenerError::ManifestInvalid("a path leaves the release"));
        }
        if !(1..=limits::ARTIFACT_BYTES).contains(&app.size_bytes) {
            return Err(OpenerError::ManifestInvalid("a size is out of bounds"));
        }
        let sha256 =
            Digest::parse(&app.sha256).ok_or(OpenerError::ManifestInvalid("a digest is none"))?;
        Ok(Self {
            url_path: format!("/download/release/{}", app.path),
            app: App { version, sha256, size_bytes: app.size_bytes, signer },
            signers,
            released_at: manifest.released_at,
            minimum_version: manifest.minimum_version,
            retired_keys: manifest.retired_keys,
        })
    }

    /// Whether another app may be started in its app's place.
    pub(crate) fn allows(&self, other: &App) -> bool {
        let is_new_enough = self.minimum_version.is_some_and(|least| other.version >= least);
        is_new_enough && !self.retired_keys.contains(&other.signer)
    }
}

/// A relative path of plain names, none of them hidden, `.` or `..`.
fn is_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let name = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain);
    text.len() <= 200 && text.split('/').all(name)
}

#[cfg(test)]
mod tests;
