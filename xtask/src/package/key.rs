//! The keys that sign releases: read from files, made for this checkout on first use, and what each
//! of them has signed last, so that no release goes back in time.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::version::Version;
use crate::run::target;

/// A key that signs releases (ed25519, RFC 8032).
pub(crate) struct ReleaseKey {
    key: SigningKey,
    path: PathBuf,
}

impl ReleaseKey {
    /// The key of this checkout; made on first use, readable by this user only.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub(crate) fn of_this_checkout() -> Result<Self> {
        let folder = target().join("release-key");
        fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
        Self::read_or_make(&folder.join("development.key"))
    }

    /// The key in a file: standard base64 of its 32 secret bytes.
    ///
    /// # Errors
    /// Where there is none.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        let bytes = STANDARD.decode(text.trim()).ok().and_then(|key| key.try_into().ok());
        let bytes: [u8; 32] = bytes.with_context(|| format!("{} is no key", path.display()))?;
        Ok(Self { key: SigningKey::from_bytes(&bytes), path: path.to_owned() })
    }

    /// As [`read`](Self::read), after making a key where there is no file yet.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub(crate) fn read_or_make(path: &Path) -> Result<Self> {
        if !path.exists() {
            let key = SigningKey::from_bytes(&rand::random());
            let file = File::options().write(true).create_new(true).mode(0o600).open(path);
            let mut file = file.with_context(|| format!("write {}", path.display()))?;
            writeln!(file, "{}", STANDARD.encode(key.to_bytes()))?;
        }
        Self::read(path)
    }

    /// The public half, as it is sealed into openers.
    pub(crate) fn public(&self) -> String {
        STANDARD.encode(self.key.verifying_key().as_bytes())
    }

    /// How manifests name the key: the SHA-256 of its public half, in hexadecimal digits.
    pub(crate) fn fingerprint(&self) -> String {
        format!("{:x}", Sha256::digest(self.key.verifying_key().as_bytes()))
    }

    /// A signature of these bytes, in standard base64.
    pub(crate) fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.key.sign(text.as_bytes()).to_bytes())
    }

    /// Refuses what is older than the last release that this key has signed.
    ///
    /// # Errors
    /// Where it is older, or the memory cannot be read.
    pub(crate) fn check_newer(&self, version: Version, released_at: u64) -> Result<()> {
        let path = self.memory();
        if !path.exists() {
            return Ok(());
        }
        let text = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
        let last: Value = serde_json::from_slice(&text).unwrap_or_default();
        let last_version = last["version"].as_str().and_then(Version::parse);
        let (Some(last_version), Some(last_time)) = (last_version, last["released_at"].as_u64())
        else {
            anyhow::bail!("{} says nothing of the last release", path.display());
        };
        ensure!(
            version >= last_version && released_at > last_time,
            "openers refuse a release that is older than one they have seen: this is {version} of \
             {released_at}, the last one signed with this key was {last_version} of {last_time} \
             (remembered in {})",
            path.display()
        );
        Ok(())
    }

    /// Remembers what it has signed.
    ///
    /// # Errors
    /// Where the memory cannot be written.
    pub(crate) fn remember(&self, version: Version, released_at: u64) -> Result<()> {
        let path = self.memory();
        let text = json!({ "version": version.to_string(), "released_at": released_at });
        fs::write(&path, format!("{text}\n")).with_context(|| format!("write {}", path.display()))
    }

    fn memory(&self) -> PathBuf {
        self.path.with_extension("last.json")
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use ed25519_dalek::{Signature, Verifier};

    use super::*;
    use crate::package::scratch::Scratch;

    #[test]
    fn a_key_is_made_once_kept_private_and_signs_what_its_public_half_verifies() {
        let folder = Scratch::new("key");
        let path = folder.path().join("development.key");
        let made = ReleaseKey::read_or_make(&path).expect("made");
        let read = ReleaseKey::read_or_make(&path).expect("read");
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(made.public(), read.public());
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(read.fingerprint().len(), 64);
        let signature = STANDARD.decode(made.sign("text")).expect("base64");
        let signature = Signature::from_slice(&signature).expect("a signature");
        read.key.verifying_key().verify(b"text", &signature).expect("verified");
    }

    #[test]
    fn a_file_that_holds_no_key_is_left_alone() {
        let folder = Scratch::new("no-key");
        let path = folder.path().join("x.key");
        fs::write(&path, "AAAA\n").expect("written");
        assert!(ReleaseKey::read_or_make(&path).is_err());
        assert_eq!(fs::read_to_string(&path).expect("read"), "AAAA\n");
    }

    #[test]
    fn nothing_older_than_the_last_release_is_signed() {
        let folder = Scratch::new("memory");
        let key = ReleaseKey::read_or_make(&folder.path().join("x.key")).expect("made");
        let version = |text| Version::parse(text).expect("a version");
        key.check_newer(version("1.2.3"), 5).expect("the first");
        key.remember(version("1.2.3"), 5).expect("remembered");
        key.check_newer(version("1.2.3"), 6).expect("another build");
        key.check_newer(version("1.10.0"), 6).expect("a newer version");
        for (older, at) in [("1.2.3", 5), ("1.2.3", 4), ("1.2.2", 6), ("0.9.9", 6)] {
            let error = key.check_newer(version(older), at).expect_err(older);
            assert!(error.to_string().contains("older"), "{error}");
        }
        fs::write(key.memory(), "").expect("emptied");
        assert!(key.check_newer(version("9.0.0"), 9).is_err(), "an empty memory is no memory");
    }
}
