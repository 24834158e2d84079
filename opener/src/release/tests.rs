//! Releases that must be refused, and the one that must not.

use corporate_protocol::System;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

use super::*;

fn machine() -> Machine {
    Machine { system: System::Linux, arch: "x86_64".to_owned(), version: "0.1.0".to_owned() }
}

fn signer() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn key() -> ReleaseKey {
    ReleaseKey::parse(&STANDARD.encode(signer().verifying_key().as_bytes())).expect("a key")
}

fn manifest() -> Value {
    json!({
        "version": "1.2.3",
        "released_at": 1_700_000_000_000_i64,
        "artifacts": [{
            "kind": "app",
            "system": "linux",
            "arch": "x86_64",
            "path": "linux-x86_64/corporate-customer",
            "size_bytes": 10,
            "sha256": "0f".repeat(32),
        }],
    })
}

fn read(manifest: &Value) -> Result<Release, OpenerError> {
    let manifest = manifest.to_string();
    let signature = STANDARD.encode(signer().sign(manifest.as_bytes()).to_bytes());
    Release::read(&SignedManifest { manifest, signature }, &key(), &machine())
}

#[test]
fn a_signed_release_is_read() {
    let release = read(&manifest()).expect("a release");
    assert_eq!(release.version, "1.2.3");
    assert_eq!(release.url_path, "/download/release/linux-x86_64/corporate-customer");
    assert_eq!(release.sha256, [15; 32]);
    assert_eq!(release.short_digest(), "0f".repeat(16));
}

#[test]
fn any_other_signature_is_refused_before_the_manifest_is_read() {
    let text = "this is not even JSON".to_owned();
    let foreign = SigningKey::from_bytes(&[8; 32]).sign(text.as_bytes());
    let other = signer().sign(b"another text");
    for signature in [
        STANDARD.encode(foreign.to_bytes()),
        STANDARD.encode(other.to_bytes()),
        STANDARD.encode([0; 64]),
        STANDARD.encode([1; 63]),
        String::new(),
        "not base64".to_owned(),
    ] {
        let signed = SignedManifest { manifest: text.clone(), signature };
        let error = Release::read(&signed, &key(), &machine()).expect_err("a foreign signature");
        assert!(matches!(error, OpenerError::SignatureInvalid), "{error}");
    }
}

#[test]
fn a_path_never_leaves_the_release() {
    for path in [
        "",
        "/etc/passwd",
        "../x",
        "a/../x",
        "a//x",
        "a/./x",
        ".hidden",
        "a/",
        "a\\x",
        "a?x",
        "a#x",
        "a%2e%2e/x",
        "C:x",
        "ä",
        "a x",
        "a\0x",
        "https://evil.example/x",
    ] {
        let mut manifest = manifest();
        manifest["artifacts"][0]["path"] = json!(path);
        let error = read(&manifest).expect_err(path);
        assert!(matches!(error, OpenerError::ManifestInvalid(_)), "{path}: {error}");
    }
}

#[test]
fn a_version_is_a_safe_folder_name() {
    for version in
        ["", "..", "1.2", "1.2.3.4", "1.2.x", "1.2.-3", "1.2.3/..", "../../x", "1.2.1234567"]
    {
        let mut manifest = manifest();
        manifest["version"] = json!(version);
        let error = read(&manifest).expect_err(version);
        assert!(matches!(error, OpenerError::ManifestInvalid(_)), "{version}: {error}");
    }
}

#[test]
fn sizes_and_digests_are_bounded() {
    for (field, value) in [
        ("size_bytes", json!(0)),
        ("size_bytes", json!(limits::ARTIFACT_BYTES + 1)),
        ("size_bytes", json!(-1)),
        ("sha256", json!("0f".repeat(31))),
        ("sha256", json!("0F".repeat(32))),
        ("sha256", json!("0f".repeat(32) + "0")),
        ("sha256", json!("äb".repeat(16))),
    ] {
        let mut manifest = manifest();
        manifest["artifacts"][0][field] = value.clone();
        let error = read(&manifest).expect_err(field);
        assert!(matches!(error, OpenerError::ManifestInvalid(_)), "{field} {value}: {error}");
    }
    let error = read(&json!({ "version": "x".repeat(limits::MANIFEST_BYTES) }));
    assert!(matches!(error, Err(OpenerError::ManifestInvalid(_))));
}

#[test]
fn a_release_without_an_app_for_this_machine_says_so() {
    for (field, value) in [("arch", "aarch64"), ("system", "windows"), ("kind", "opener")] {
        let mut manifest = manifest();
        manifest["artifacts"][0][field] = json!(value);
        assert!(matches!(read(&manifest), Err(OpenerError::NoAppForSystem { .. })), "{field}");
    }
}

#[test]
fn a_weak_key_is_no_key() {
    for bytes in [[0; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        assert!(ReleaseKey::parse(&STANDARD.encode(bytes)).is_err());
    }
}
