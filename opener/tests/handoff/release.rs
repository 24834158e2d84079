//! Releases that must not be run: not signed by the sealed key, older than one seen before, or
//! reaching out of their folder.

use corporate_opener::OpenerError;
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use crate::server::{Reply, Request};
use crate::world::{
    APP, RELEASED_AT, Shelf, World, file, good_portal, key_of, manifest, portal, sign, sign_with,
    signer,
};

/// Nobody may get as far as a download.
fn never(request: &Request) -> Reply {
    panic!("asked for {}", request.path())
}

/// The key that is kept for the day when the first is lost.
fn spare() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
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
    world.keys.clear();
    let portal = good_portal(APP.as_bytes());
    assert!(matches!(world.failure(&portal), OpenerError::KeyMissing));
    assert!(portal.requests().is_empty());
}

/// A release of this moment, with this version of an app.
fn release_of(version: &str, released_at: i64, app: &str) -> Value {
    let mut release = manifest(app.as_bytes());
    release["version"] = json!(version);
    release["released_at"] = json!(released_at);
    release
}

#[test]
fn an_older_release_than_one_seen_before_is_refused() {
    let world = World::new();
    let shelf = Shelf::with(sign(&manifest(APP.as_bytes()), &signer()), APP.as_bytes());
    let portal = shelf.portal();
    world.run(&portal).assert_done();
    // Newer by its version, older by its age.
    let older = sign(&release_of("9.9.9", RELEASED_AT - 1, APP), &signer());
    shelf.put(older, Some(APP.as_bytes()));
    let error = world.failure(&portal);
    assert!(
        matches!(error, OpenerError::ReleaseOlder { offered, seen }
            if offered == RELEASED_AT - 1 && seen == RELEASED_AT),
        "{error}"
    );
    // The good one still works.
    shelf.put(sign(&manifest(APP.as_bytes()), &signer()), Some(APP.as_bytes()));
    world.run(&portal).assert_done();
}

#[test]
fn a_release_of_the_future_is_refused_and_the_next_one_is_not() {
    let world = World::new();
    let future = sign(&release_of("1.2.3", i64::MAX, APP), &signer());
    let shelf = Shelf::with(future, APP.as_bytes());
    let portal = shelf.portal();
    let run = world.run(&portal);
    assert!(run.handoff.is_ready(), "the clock can be put right");
    assert!(matches!(run.failure(), OpenerError::ReleaseOfTheFuture { offered: i64::MAX }));
    assert!(!world.program().exists());
    shelf.put(sign(&manifest(APP.as_bytes()), &signer()), Some(APP.as_bytes()));
    world.run(&portal).assert_done();
}

#[test]
fn a_spare_key_does_not_open_the_way_back_to_an_old_release() {
    let mut world = World::new();
    world.keys.push(key_of(&spare()));
    let shelf = Shelf::with(sign(&manifest(APP.as_bytes()), &signer()), APP.as_bytes());
    let portal = shelf.portal();
    world.run(&portal).assert_done();
    let older = sign(&release_of("1.2.3", RELEASED_AT - 1, APP), &spare());
    shelf.put(older, Some(APP.as_bytes()));
    assert!(matches!(world.failure(&portal), OpenerError::ReleaseOlder { .. }));
}

#[test]
fn what_one_portal_has_released_does_not_outdate_another() {
    let world = World::new();
    world.run(&good_portal(APP.as_bytes())).assert_done();
    let older = sign(&release_of("1.2.3", RELEASED_AT - 1, APP), &signer());
    world.run(&portal(older, |request| file(request, APP.as_bytes()))).assert_done();
}

#[test]
fn a_key_follows_another_and_the_retired_one_signs_nothing_any_more() {
    let mut world = World::new();
    world.keys.push(key_of(&spare()));
    let mut rotated = release_of("1.2.3", RELEASED_AT + 1, APP);
    rotated["retired_keys"] = json!([key_of(&signer()).fingerprint()]);
    let shelf = Shelf::with(sign(&manifest(APP.as_bytes()), &signer()), APP.as_bytes());
    let portal = shelf.portal();
    world.run(&portal).assert_done();
    shelf.put(sign_with(&rotated, &[&signer(), &spare()]), Some(APP.as_bytes()));
    world.run(&portal).assert_done();

    // Whoever has the lost key signs something new with it.
    let newest = release_of("9.9.9", RELEASED_AT + 2, "#!/bin/sh\necho stolen\n");
    shelf.put(sign(&newest, &signer()), Some(b"#!/bin/sh\necho stolen\n"));
    let run = world.run(&portal);
    assert!(!run.handoff.is_ready(), "another try would not help");
    assert!(matches!(run.failure(), OpenerError::KeyRetired));
    // At another portal, too, and in an opener that has no other key.
    let elsewhere = Shelf::with(sign(&newest, &signer()), b"").portal();
    assert!(matches!(world.failure(&elsewhere), OpenerError::KeyRetired));
    world.keys.truncate(1);
    assert!(matches!(world.failure(&elsewhere), OpenerError::KeyRetired));
}

#[test]
fn a_release_can_t_retire_the_only_key_that_vouches_for_it() {
    let world = World::new();
    let mut release = manifest(APP.as_bytes());
    release["retired_keys"] = json!([key_of(&signer()).fingerprint()]);
    let portal = portal(sign(&release, &signer()), never);
    assert!(matches!(world.failure(&portal), OpenerError::KeyRetired));
    // It has not retired anything either.
    world.run(&good_portal(APP.as_bytes())).assert_done();
}

#[test]
fn a_forgotten_or_planted_memory_is_no_way_around() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    world.run(&portal).assert_done();
    let files = std::fs::read_dir(world.folder()).expect("the folder").flatten();
    let memory = files
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "json"))
        .expect("a memory");
    let outside = world.home.path().join("planted.json");
    std::fs::write(&outside, r#"{"released_at":0}"#).expect("a file");
    std::fs::remove_file(&memory).expect("removed");
    std::os::unix::fs::symlink(&outside, &memory).expect("a link");
    assert!(matches!(world.failure(&portal), OpenerError::FolderUnsafe(path) if path == memory));
    assert_eq!(std::fs::read_to_string(&outside).expect("it"), r#"{"released_at":0}"#);
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
