//! Releases that must not be run: not signed by the sealed key, older than one seen before, or
//! reaching out of their folder.

use corporate_opener::OpenerError;
use ed25519_dalek::SigningKey;
use serde_json::json;

use crate::server::{Reply, Request, Server};
use crate::world::{
    APP, RELEASED_AT, World, file, good_portal, key_of, manifest, portal, sign, signer,
};

/// Nobody may get as far as a download.
fn never(request: &Request) -> Reply {
    panic!("asked for {}", request.path())
}

fn stranger() -> SigningKey {
    SigningKey::from_bytes(&[8; 32])
}

#[test]
fn a_release_signed_by_another_key_is_not_even_downloaded() {
    let world = World::new();
    let portal = portal(sign(&manifest(APP.as_bytes()), &stranger()), never);
    assert!(matches!(world.failure(&portal), OpenerError::SignatureInvalid));
    assert!(!world.program().exists());
}

#[test]
fn a_manifest_changed_after_signing_is_refused() {
    let world = World::new();
    let mut signed = sign(&manifest(APP.as_bytes()), &signer());
    signed.manifest = signed.manifest.replace("1.2.3", "1.2.4");
    assert!(matches!(world.failure(&portal(signed, never)), OpenerError::SignatureInvalid));
}

#[test]
fn an_opener_without_a_key_refuses_every_release_and_spends_no_code() {
    let mut world = World::new();
    world.key = None;
    let portal = good_portal(APP.as_bytes());
    assert!(matches!(world.failure(&portal), OpenerError::KeyMissing));
    assert!(portal.requests().is_empty());
}

#[test]
fn an_older_release_than_one_seen_before_is_refused() {
    let world = World::new();
    world.run(&good_portal(APP.as_bytes())).assert_done();
    let mut older = manifest(APP.as_bytes());
    older["released_at"] = json!(RELEASED_AT - 1);
    let old_portal = portal(sign(&older, &signer()), never);
    let error = world.failure(&old_portal);
    assert!(
        matches!(error, OpenerError::ReleaseOlder { offered, seen }
            if offered == RELEASED_AT - 1 && seen == RELEASED_AT),
        "{error}"
    );
    // The good one still works.
    world.run(&good_portal(APP.as_bytes())).assert_done();
}

#[test]
fn what_one_key_has_released_does_not_outdate_another_key() {
    let mut world = World::new();
    world.run(&good_portal(APP.as_bytes())).assert_done();
    let mut older = manifest(APP.as_bytes());
    older["released_at"] = json!(RELEASED_AT - 1);
    world.key = Some(key_of(&stranger()));
    let other_portal: Server =
        portal(sign(&older, &stranger()), |request| file(request, APP.as_bytes()));
    world.run(&other_portal).assert_done();
}

#[test]
fn a_path_out_of_the_release_is_refused_though_it_is_signed() {
    for path in ["../../api/v1/portal", "/etc/passwd", "a/../../b", "https://evil.example/app"] {
        let world = World::new();
        let mut signed = manifest(APP.as_bytes());
        signed["artifacts"][0]["path"] = json!(path);
        let error = world.failure(&portal(sign(&signed, &signer()), never));
        assert!(matches!(error, OpenerError::ManifestInvalid(_)), "{path}: {error}");
    }
    for version in ["../../../tmp/x", "..", "1.2.3/../../.."] {
        let world = World::new();
        let mut signed = manifest(APP.as_bytes());
        signed["version"] = json!(version);
        let error = world.failure(&portal(sign(&signed, &signer()), never));
        assert!(matches!(error, OpenerError::ManifestInvalid(_)), "{version}: {error}");
    }
}

#[test]
fn a_release_without_an_app_for_this_machine_says_so() {
    let world = World::new();
    let mut other = manifest(APP.as_bytes());
    other["artifacts"][0]["arch"] = json!("pdp11");
    let error = world.failure(&portal(sign(&other, &signer()), never));
    assert!(matches!(error, OpenerError::NoAppForSystem { .. }), "{error}");
}
