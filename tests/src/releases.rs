//! Releases that a portal could come to offer: newer ones, signed with the development key as a
//! maker would, and ones in which somebody has changed the app after it was signed.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The development key, below the folder that cargo builds into.
const KEY: &str = "release-key/development.key";
/// The app's program.
const APP: &str = "corporate-customer";

/// Copies the release in `from` to the folder `to` and changes one byte of its app: the size stays,
/// the manifest and its signature stay.
///
/// # Errors
/// Where files cannot be copied or changed.
pub fn tampered(from: &Path, to: &Path) -> Result<()> {
    copy_folder(from, to)?;
    for folder in fs::read_dir(to)?.flatten().filter(|entry| entry.path().is_dir()) {
        change_a_byte(&folder.path().join(APP))?;
    }
    Ok(())
}

/// Makes a newer release out of the one in `from`, in the folder `to`: its app has a few bytes more,
/// which change nothing in what it does, and it is signed.
///
/// # Errors
/// Where the key is missing, or files cannot be copied or changed.
pub fn newer(from: &Path, to: &Path) -> Result<()> {
    newer_with(from, to, |app| app.extend(b"newer"))
}

/// As [`newer`]; `change` says what becomes of the app's bytes.
///
/// # Errors
/// As [`newer`].
pub fn newer_with(from: &Path, to: &Path, change: impl FnOnce(&mut Vec<u8>)) -> Result<()> {
    copy_folder(from, to)?;
    let path = to.join("manifest.json");
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let released_at = manifest["released_at"].as_i64().context("a release has a time")?;
    manifest["released_at"] = json!(released_at + 1000);
    // The one before may still be used where this one can't be had.
    manifest["minimum_version"] = manifest["version"].take();
    manifest["version"] = json!("0.1.1");
    let artifacts = manifest["artifacts"].as_array_mut().context("a release has files")?;
    let app = artifacts.iter_mut().find(|file| file["kind"] == "app").context("it has an app")?;
    let program = to.join(app["path"].as_str().context("a file has a path")?);
    let mut bytes = fs::read(&program)?;
    change(&mut bytes);
    fs::write(&program, &bytes)?;
    app["size_bytes"] = json!(bytes.len());
    app["sha256"] = json!(format!("{:x}", Sha256::digest(&bytes)));
    let manifest = serde_json::to_string_pretty(&manifest)?;
    let signature = development_key()?.sign(manifest.as_bytes());
    fs::write(path, manifest)?;
    fs::write(to.join("manifest.sig"), STANDARD.encode(signature.to_bytes()))?;
    Ok(())
}

fn development_key() -> Result<SigningKey> {
    // This program is `target/debug/…` or `target/debug/deps/…`.
    let program = std::env::current_exe()?;
    let key = program.ancestors().skip(2).take(2).map(|folder| folder.join(KEY));
    let key = key.into_iter().find(|key| key.exists()).context("the development key")?;
    let bytes = STANDARD.decode(fs::read_to_string(key)?.trim())?;
    let bytes: [u8; 32] = bytes.as_slice().try_into().context("a key has 32 bytes")?;
    Ok(SigningKey::from_bytes(&bytes))
}

fn change_a_byte(path: &Path) -> Result<()> {
    let mut file = File::options().read(true).write(true).open(path)?;
    let middle = file.metadata()?.len() / 2;
    let mut byte = [0];
    file.seek(SeekFrom::Start(middle))?;
    file.read_exact(&mut byte)?;
    file.seek(SeekFrom::Start(middle))?;
    file.write_all(&[byte[0] ^ 1])?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
