//! Things planted in the folder of apps: they are neither followed nor written through.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};

use corporate_opener::OpenerError;

use crate::world::{APP, World, good_portal};

#[test]
fn folders_and_app_are_for_this_user_alone() {
    let world = World::new();
    world.run(&good_portal(APP.as_bytes())).assert_done();
    for path in [world.folder(), world.app_folder(), world.program()] {
        let mode = fs::metadata(&path).expect("it").permissions().mode() & 0o777;
        assert_eq!(mode, 0o700, "{}", path.display());
    }
}

#[test]
fn a_link_in_the_app_s_place_is_replaced_and_its_target_left_alone() {
    let world = World::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let target = elsewhere.path().join("target");
    // Even one that leads to the right bytes: whoever owns it could change them later.
    fs::write(&target, APP).expect("a target");
    fs::create_dir_all(world.app_folder()).expect("folders");
    symlink(&target, world.program()).expect("a link");
    world.run(&good_portal(APP.as_bytes())).assert_done();
    assert!(fs::symlink_metadata(world.program()).expect("the app").is_file());
    assert_eq!(fs::read_to_string(&target).expect("the target"), APP);
}

#[test]
fn a_link_in_the_place_of_an_unfinished_download_is_not_written_through() {
    let world = World::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let target = elsewhere.path().join("target");
    fs::write(&target, "precious").expect("a target");
    fs::create_dir_all(world.app_folder()).expect("folders");
    let sha256 = crate::world::manifest(APP.as_bytes())["artifacts"][0]["sha256"].clone();
    let name = format!("{}.part", &sha256.as_str().expect("a digest")[..32]);
    symlink(&target, world.app_folder().join(name)).expect("a link");
    world.run(&good_portal(APP.as_bytes())).assert_done();
    assert_eq!(fs::read_to_string(&target).expect("the target"), "precious");
}

#[test]
fn a_folder_that_is_a_link_or_open_to_others_is_refused_before_the_code_is_spent() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let linked = World::new();
    fs::create_dir_all(linked.folder().parent().expect("a parent")).expect("folders");
    symlink(elsewhere.path(), linked.folder()).expect("a link");

    let open = World::new();
    fs::create_dir_all(open.folder()).expect("folders");
    fs::set_permissions(open.folder(), Permissions::from_mode(0o777)).expect("a mode");

    for world in [linked, open] {
        let portal = good_portal(APP.as_bytes());
        let error = world.failure(&portal);
        assert!(matches!(error, OpenerError::FolderUnsafe(_)), "{error}");
        assert!(portal.requests().is_empty());
    }
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[test]
fn a_folder_of_apps_that_is_a_link_is_refused() {
    for linked in [World::folder_of_apps, World::app_folder] {
        let world = World::new();
        let elsewhere = tempfile::tempdir().expect("a folder");
        let linked = linked(&world);
        fs::create_dir_all(linked.parent().expect("a parent")).expect("folders");
        symlink(elsewhere.path(), &linked).expect("a link");
        let error = world.failure(&good_portal(APP.as_bytes()));
        assert!(matches!(error, OpenerError::FolderUnsafe(_)), "{error}");
        assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    }
}

#[test]
fn a_lock_that_is_a_link_is_refused_and_its_target_left_alone() {
    for name in ["lock", "memory.lock"] {
        let world = World::new();
        let target = world.home.path().join("target");
        fs::write(&target, "precious").expect("a target");
        fs::create_dir_all(world.folder()).expect("folders");
        symlink(&target, world.folder().join(name)).expect("a link");
        let error = world.failure(&good_portal(APP.as_bytes()));
        assert!(matches!(error, OpenerError::FolderUnsafe(_)), "{error}");
        assert_eq!(fs::read_to_string(&target).expect("the target"), "precious");
    }
}
