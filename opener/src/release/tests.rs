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

/// The key that signs when the first is lost.
fn spare() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn text_of(signer: &SigningKey) -> String {
    STANDARD.encode(signer.verifying_key().as_bytes())
}

fn key_of(signer: &SigningKey) -> ReleaseKey {
    ReleaseKey::parse(&text_of(signer)).expect("a key")
}

fn keys() -> [ReleaseKey; 2] {
    [key_of(&signer()), key_of(&spare())]
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
    read_signed(manifest, &[signer()], &[])
}

/// Reads a manifest with these signatures, where these keys were retired before.
fn read_signed(
    manifest: &Value,
    signers: &[SigningKey],
    retired: &[SigningKey],
) -> Result<Release, OpenerError> {
    let manifest = manifest.to_string();
    let sign = |key: &SigningKey| STANDARD.encode(key.sign(manifest.as_bytes()).to_bytes());
    let signature = signers.iter().map(sign).collect::<Vec<_>>().join("\n");
    let retired = retired.iter().map(|key| key_of(key).fingerprint()).collect();
    Release::read(&SignedManifest { manifest, signature }, &keys(), &retired, &machine())
}

fn retiring(keys: &[SigningKey]) -> Value {
    let names: Vec<_> = keys.iter().map(|key| key_of(key).fingerprint().to_string()).collect();
    let mut manifest = manifest();
    manifest["retired_keys"] = json!(names);
    manifest
}

#[test]
fn a_signed_release_is_read() {
    let release = read(&manifest()).expect("a release");
    assert_eq!(release.app.version.to_string(), "1.2.3");
    assert_eq!(release.url_path, "/download/release/linux-x86_64/corporate-customer");
    assert_eq!(release.app.sha256.to_string(), "0f".repeat(32));
    assert_eq!(release.app.folder(), format!("1.2.3-{}", "0f".repeat(16)));
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
        let error = Release::read(&signed, &keys(), &RetiredKeys::new(), &machine())
            .expect_err("a foreign signature");
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
        ["", "..", "1.2", "1.2.3.4", "1.2.x", "1.2.-3", "1.2.3/..", "../../x", "01.2.3", "1.2.3 "]
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
fn a_spare_key_signs_as_well_as_the_first() {
    let stranger = SigningKey::from_bytes(&[8; 32]);
    for signers in
        [vec![signer()], vec![spare()], vec![signer(), spare()], vec![stranger.clone(), spare()]]
    {
        assert!(read_signed(&manifest(), &signers, &[]).is_ok());
    }
    for signers in [vec![], vec![stranger.clone()], vec![stranger; 9]] {
        let error = read_signed(&manifest(), &signers, &[]).expect_err("no key of ours");
        assert!(matches!(error, OpenerError::SignatureInvalid), "{error}");
    }
}

#[test]
fn a_retired_key_vouches_for_nothing() {
    let retired = [signer()];
    let error = read_signed(&manifest(), &[signer()], &retired).expect_err("retired before");
    assert!(matches!(error, OpenerError::KeyRetired), "{error}");
    let error = read_signed(&retiring(&retired), &[signer()], &[]).expect_err("retires itself");
    assert!(matches!(error, OpenerError::KeyRetired), "{error}");

    let rotated = read_signed(&retiring(&retired), &[signer(), spare()], &[]).expect("rotated");
    assert_eq!(rotated.app.signer, key_of(&spare()).fingerprint());
    assert_eq!(rotated.retired_keys, [key_of(&signer()).fingerprint()]);
    assert!(read_signed(&manifest(), &[signer(), spare()], &retired).is_ok());
}

#[test]
fn an_older_app_is_allowed_from_the_minimum_on_and_by_a_key_that_still_counts() {
    let older = |version: &str, signer: &SigningKey| App {
        version: Version::parse(version).expect("a version"),
        signer: key_of(signer).fingerprint(),
        ..read(&manifest()).expect("a release").app
    };
    assert!(!read(&manifest()).expect("a release").allows(&older("1.2.2", &signer())));
    let mut newer = retiring(&[spare()]);
    newer["minimum_version"] = json!("1.2.0");
    let newer = read(&newer).expect("a release");
    assert!(newer.allows(&older("1.2.0", &signer())));
    assert!(newer.allows(&older("1.10.0", &signer())));
    assert!(!newer.allows(&older("1.1.9", &signer())));
    assert!(!newer.allows(&older("1.2.0", &spare())));
}

#[test]
fn the_keys_of_a_seal_are_all_good_and_each_is_there_once() {
    let (one, two) = (text_of(&signer()), text_of(&spare()));
    let count = |text: &str| ReleaseKey::parse_all(text).ok().map(|keys| keys.len());
    assert_eq!(count(&one), Some(1));
    assert_eq!(count(&format!("{one}, {two}\n")), Some(2));
    for bad in ["", ",", &format!("{one},"), &format!("{one},AAAA"), &format!("{one},{one}")] {
        assert_eq!(count(bad), None, "{bad}");
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
