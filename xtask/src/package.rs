//! Puts a release together: the portal, opener and app where the portal looks for them, and the
//! manifest, signed with a development key that never leaves the target folder.

use std::env::consts::{ARCH, OS};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::build::Purpose;
use crate::pages::Pages;
use crate::run::target;

/// Kind of an artifact, as the manifest names it, and its program.
const ARTIFACTS: [(&str, &str); 2] =
    [("opener", "corporate-opener"), ("app", "corporate-customer")];

/// Builds pages and programs and signs a release of them; gives its folder.
///
/// # Errors
/// Where building or signing fails.
pub(crate) fn build_and_sign(purpose: Purpose) -> Result<PathBuf> {
    Pages::install()?.script("build")?;
    purpose.build()?;
    sign(purpose)
}

/// Signs a release of the programs that were built last; gives its folder.
///
/// # Errors
/// Where a program is missing or a file cannot be written.
pub(crate) fn sign(purpose: Purpose) -> Result<PathBuf> {
    let built = target().join("debug");
    let folder = purpose.folder();
    let releases = folder.join("releases");
    let below = format!("{OS}-{ARCH}");
    fs::create_dir_all(releases.join(&below))?;
    place(&built.join("corporate-portal"), &folder.join("corporate-portal"))?;
    let mut artifacts = Vec::new();
    for (kind, program) in ARTIFACTS {
        let path = format!("{below}/{program}");
        let bytes = place(&built.join(program), &releases.join(&path))?;
        artifacts.push(json!({
            "kind": kind,
            "system": OS,
            "arch": ARCH,
            "path": path,
            "size_bytes": bytes.len(),
            "sha256": format!("{:x}", Sha256::digest(&bytes)),
        }));
    }
    let released_at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as u64;
    let manifest = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "released_at": released_at,
        "artifacts": artifacts,
    });
    let manifest = serde_json::to_string_pretty(&manifest)?;
    let signature = ReleaseKey::of_this_checkout()?.sign(&manifest);
    write(&releases.join("manifest.json"), manifest.as_bytes())?;
    write(&releases.join("manifest.sig"), signature.as_bytes())?;
    println!("signed release {} in {}", env!("CARGO_PKG_VERSION"), releases.display());
    Ok(folder)
}

/// The key that signs development releases.
pub(crate) struct ReleaseKey(SigningKey);

impl ReleaseKey {
    /// The key of this checkout; made on first use, readable by this user only.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub(crate) fn of_this_checkout() -> Result<Self> {
        Self::in_folder(&target().join("release-key"))
    }

    fn in_folder(folder: &Path) -> Result<Self> {
        let path = folder.join("development.key");
        if let Ok(text) = fs::read_to_string(&path) {
            let bytes = STANDARD.decode(text.trim()).ok().and_then(|key| key.try_into().ok());
            let bytes: [u8; 32] = bytes.with_context(|| {
                format!("{} is no key; delete it and a new one is made", path.display())
            })?;
            return Ok(Self(SigningKey::from_bytes(&bytes)));
        }
        let key = SigningKey::from_bytes(&rand::random());
        fs::create_dir_all(folder)?;
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(&path)?;
        writeln!(file, "{}", STANDARD.encode(key.to_bytes()))?;
        Ok(Self(key))
    }

    /// The public half, as it is sealed into openers.
    pub(crate) fn public(&self) -> String {
        STANDARD.encode(self.0.verifying_key().as_bytes())
    }

    fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.0.sign(text.as_bytes()).to_bytes())
    }
}

/// Copies a program; a running old one keeps its file. Gives its bytes.
fn place(from: &Path, to: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(from).with_context(|| format!("read {}", from.display()))?;
    if to.exists() {
        fs::remove_file(to)?;
    }
    let file = File::options().write(true).create_new(true).mode(0o755).open(to);
    file.and_then(|mut file| file.write_all(&bytes))
        .with_context(|| format!("write {}", to.display()))?;
    Ok(bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use ed25519_dalek::{Signature, Verifier};

    use super::*;

    #[test]
    fn a_key_is_made_once_kept_private_and_signs_what_its_public_half_verifies() {
        let folder = std::env::temp_dir().join(format!("corporate-xtask-{}", std::process::id()));
        let made = ReleaseKey::in_folder(&folder).expect("made");
        let read = ReleaseKey::in_folder(&folder).expect("read");
        let file = folder.join("development.key");
        let mode = fs::metadata(&file).expect("a file").permissions().mode();
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(made.public(), read.public());
        assert_eq!(mode & 0o777, 0o600);
        let signature = STANDARD.decode(made.sign("text")).expect("base64");
        let signature = Signature::from_slice(&signature).expect("a signature");
        read.0.verifying_key().verify(b"text", &signature).expect("verified");
    }
}
