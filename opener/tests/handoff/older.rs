//! An update that fails: the app that joined last is still there, and stands in where the release
//! allows it and the user wants it.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use corporate_opener::OpenerError;
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use crate::server::Server;
use crate::world::{APP, RELEASED_AT, Run, Shelf, World, key_of, manifest, sign, signer};

/// The newer app; writes nothing down.
const NEWER: &str = "#!/bin/sh\nread -r line\necho joined\n";

/// An app that does not join.
const LAME: &str = "#!/bin/sh\nread -r line\nexit 1\n";

fn newer(minimum_version: Option<&str>) -> Value {
    let mut release = manifest(NEWER.as_bytes());
    release["version"] = json!("1.3.0");
    release["released_at"] = json!(RELEASED_AT + 1);
    if let Some(version) = minimum_version {
        release["minimum_version"] = json!(version);
    }
    release
}

/// A portal whose first app has joined, and that offers a newer one that can't be downloaded.
fn after_the_first(world: &World, minimum_version: Option<&str>) -> (Shelf, Server) {
    let shelf = Shelf::with(sign(&manifest(APP.as_bytes()), &signer()), APP.as_bytes());
    let portal = shelf.portal();
    world.run(&portal).assert_done();
    fs::remove_file(world.app_folder().join("seen-line")).expect("it has joined");
    shelf.put(sign(&newer(minimum_version), &signer()), None);
    (shelf, portal)
}

#[test]
fn the_last_good_app_stands_in_when_the_user_wants_it() {
    let world = World::new();
    let (_shelf, portal) = after_the_first(&world, Some("1.2.0"));
    let run = world.run(&portal);
    assert_eq!(run.handoff.older_app().as_deref(), Some("1.2.3"));
    let mut handoff = run.handoff;
    handoff.use_older_app();
    Run::of(handoff).assert_done();
    assert!(world.app_folder().join("seen-line").exists(), "the older app was started");
}

#[test]
fn without_the_user_s_choice_another_try_is_for_the_newer_one() {
    let world = World::new();
    let (shelf, portal) = after_the_first(&world, Some("1.2.0"));
    let run = world.run(&portal);
    shelf.put(sign(&newer(Some("1.2.0")), &signer()), Some(NEWER.as_bytes()));
    Run::of(run.handoff).assert_done();
    assert!(!world.app_folder().join("seen-line").exists(), "the older app was started");
}

#[test]
fn an_older_app_is_not_offered_where_the_release_does_not_allow_it() {
    for minimum_version in [None, Some("1.2.4"), Some("1.3.0")] {
        let world = World::new();
        let (_shelf, portal) = after_the_first(&world, minimum_version);
        let mut handoff = world.run(&portal).handoff;
        assert_eq!(handoff.older_app(), None, "{minimum_version:?}");
        handoff.use_older_app();
        assert!(matches!(Run::of(handoff).failure(), OpenerError::DownloadRefused(503)));
    }
}

#[test]
fn an_older_app_that_was_changed_is_not_offered_and_never_started() {
    let world = World::new();
    let (_shelf, portal) = after_the_first(&world, Some("1.2.0"));
    let before = fs::read(world.program()).expect("the app");
    fs::write(world.program(), "#!/bin/sh\necho changed\n").expect("changed");
    assert_eq!(world.run(&portal).handoff.older_app(), None);

    // Changed after it was chosen.
    fs::write(world.program(), before).expect("as before");
    let mut handoff = world.run(&portal).handoff;
    assert!(handoff.older_app().is_some());
    handoff.use_older_app();
    fs::write(world.program(), "#!/bin/sh\necho changed\n").expect("changed");
    assert!(matches!(Run::of(handoff).failure(), OpenerError::DownloadRefused(503)));
}

#[test]
fn an_older_app_whose_key_is_retired_after_it_was_chosen_is_not_started() {
    let mut world = World::new();
    let spare = SigningKey::from_bytes(&[9; 32]);
    world.keys.push(key_of(&spare));
    let shelf = Shelf::with(sign(&manifest(APP.as_bytes()), &spare), APP.as_bytes());
    let portal = shelf.portal();
    world.run(&portal).assert_done();
    fs::remove_file(world.app_folder().join("seen-line")).expect("it has joined");
    shelf.put(sign(&newer(Some("1.2.0")), &signer()), None);
    let mut handoff = world.run(&portal).handoff;
    assert_eq!(handoff.older_app().as_deref(), Some("1.2.3"));
    handoff.use_older_app();

    // Another portal's release retires the key that has vouched for it.
    let mut retiring = newer(None);
    retiring["retired_keys"] = json!([key_of(&spare).fingerprint()]);
    let elsewhere = Shelf::with(sign(&retiring, &signer()), NEWER.as_bytes()).portal();
    world.run(&elsewhere).assert_done();
    // It would be found again, so that only the older one could be started.
    fs::remove_dir_all(world.folder_of("1.3.0", NEWER.as_bytes())).expect("removed");
    assert!(matches!(Run::of(handoff).failure(), OpenerError::DownloadRefused(503)));
    assert!(!world.app_folder().join("seen-line").exists(), "the older app was started");
}

#[test]
fn a_tampered_update_leaves_the_last_good_app() {
    let world = World::new();
    let (shelf, portal) = after_the_first(&world, Some("1.2.0"));
    let tampered = NEWER.replace("joined", "j0ined");
    shelf.put(sign(&newer(Some("1.2.0")), &signer()), Some(tampered.as_bytes()));
    let run = world.run(&portal);
    assert!(run.handoff.older_app().is_some());
    assert!(matches!(run.failure(), OpenerError::DownloadTampered));
    assert_eq!(fs::read_to_string(world.program()).expect("the app"), APP);
}

#[test]
fn an_app_is_removed_when_a_newer_one_has_joined_and_not_before() {
    let world = World::new();
    let (shelf, portal) = after_the_first(&world, None);
    let age = |folder| {
        let long_ago = SystemTime::now() - Duration::from_hours(2);
        File::open(folder).and_then(|folder| folder.set_modified(long_ago)).expect("aged");
    };
    age(world.app_folder());
    // The newer one comes, but does not join.
    let mut lame = manifest(LAME.as_bytes());
    lame["released_at"] = json!(RELEASED_AT + 1);
    shelf.put(sign(&lame, &signer()), Some(LAME.as_bytes()));
    assert!(matches!(world.failure(&portal), OpenerError::AppEnded));
    assert!(world.program().exists());

    shelf.put(sign(&newer(None), &signer()), Some(NEWER.as_bytes()));
    world.run(&portal).assert_done();
    assert!(!world.app_folder().exists());
    let kept = world.folder_of("1.3.0", NEWER.as_bytes()).join("corporate-customer");
    assert_eq!(fs::read_to_string(kept).expect("the app"), NEWER);
    assert!(world.folder_of("1.2.3", LAME.as_bytes()).exists(), "it has just come");
}
