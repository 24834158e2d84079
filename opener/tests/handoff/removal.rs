//! What an opener leaves on a machine, and that all of it can be removed again.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use corporate_opener::{OpenerError, Removal, SchemeHandler};

use crate::world::{APP, World, code, good_portal};

/// A world in which an app has joined, with an opener that was noted.
fn world() -> World {
    let mut world = World::new();
    let opener = world.home.path().join(code().file_name());
    fs::write(&opener, "an opener").expect("an opener");
    world.own_program = Some(opener);
    world.scheme = Some(SchemeHandler {
        applications: world.home.path().join("share/applications"),
        defaults: world.home.path().join("config/mimeapps.list"),
    });
    world.run(&good_portal(APP.as_bytes())).assert_done();
    world
}

fn copy(world: &World) -> PathBuf {
    world.folder().join("opener/corporate-opener")
}

fn removal(world: &World) -> Removal {
    let trace = world.home.path().join("share/com.example.app");
    fs::create_dir_all(trace.join("WebKit")).expect("a trace");
    Removal::new(Some(world.folder()), world.scheme.clone(), vec![trace])
}

#[test]
fn the_app_is_noted_for_links_and_the_opener_kept_without_its_code() {
    let world = world();
    let entry = world.home.path().join("share/applications/corporate-customer.desktop");
    let entry = fs::read_to_string(entry).expect("an entry");
    let command = format!("\nExec={} %u\n", world.program().display());
    assert!(entry.contains(&command), "{entry}");
    assert_eq!(fs::read_to_string(copy(&world)).expect("the copy"), "an opener");
    for entry in fs::read_dir(copy(&world).parent().expect("a folder")).expect("it").flatten() {
        assert_eq!(entry.file_name(), "corporate-opener");
    }
}

/// The names of all that is in a folder.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        names.push(entry.file_name().to_string_lossy().to_lowercase());
        if entry.path().is_dir() {
            names.extend(names_in(&entry.path()));
        }
    }
    names
}

#[test]
fn nothing_that_a_customer_gets_is_called_like_an_installer() {
    let world = world();
    let names = names_in(world.home.path());
    for expected in ["corporate-opener-k7qm", "corporate-opener", "corporate-customer"] {
        assert!(names.iter().any(|name| name.starts_with(expected)), "{expected}: {names:?}");
    }
    for word in ["launch", "setup", "install"] {
        let called: Vec<_> = names.iter().filter(|name| name.contains(word)).collect();
        assert!(called.is_empty(), "{word}: {called:?}");
        // Letters of a code stand in groups, between which no word goes on.
        let group = code().to_string().split('-').map(str::len).max();
        assert!(group.is_some_and(|longest| longest < word.len()), "{word} could be a code");
    }
}

#[test]
fn a_link_in_the_place_of_the_kept_opener_is_replaced() {
    let world = world();
    let target = world.home.path().join("target");
    fs::write(&target, "precious").expect("a target");
    fs::remove_file(copy(&world)).expect("removed");
    std::os::unix::fs::symlink(&target, copy(&world)).expect("a link");
    world.run(&good_portal(APP.as_bytes())).assert_done();
    assert!(fs::symlink_metadata(copy(&world)).expect("the copy").is_file());
    assert_eq!(fs::read_to_string(&target).expect("the target"), "precious");
}

#[test]
fn everything_is_removed_and_nothing_else() {
    let world = world();
    let other = world.home.path().join("share/applications/other.desktop");
    fs::write(&other, "other").expect("another entry");
    // What was planted leads out of the folder.
    let target = world.home.path().join("precious");
    fs::create_dir(&target).expect("a folder");
    fs::write(target.join("file"), "precious").expect("a file");
    std::os::unix::fs::symlink(&target, world.folder().join("apps/link")).expect("a link");

    let removal = removal(&world);
    removal.run().expect("removed");
    removal.run().expect("nothing left to do");
    assert!(!world.folder().exists());
    let mut left: Vec<_> = fs::read_dir(world.home.path().join("share"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["applications"]);
    assert!(other.exists() && target.join("file").exists());
    let defaults = fs::read_to_string(world.home.path().join("config/mimeapps.list"));
    assert!(!defaults.expect("a list").contains("corporate"));
    assert!(world.own_program.as_ref().is_some_and(|opener| opener.exists()), "the user's own");
}

#[test]
fn nothing_is_removed_while_an_app_runs() {
    let world = world();
    fs::copy("/bin/sleep", world.program()).expect("an app that runs");
    let mut app = Command::new(world.program()).arg("600").spawn().expect("it runs");
    let error = removal(&world).run();
    app.kill().and_then(|()| app.wait()).expect("it has ended");
    assert!(matches!(error, Err(OpenerError::AppOpen)), "{error:?}");
    assert!(world.program().exists() && copy(&world).exists());
    removal(&world).run().expect("removed");
    assert!(!world.folder().exists());
}

#[test]
fn a_folder_that_is_somebody_else_s_is_not_removed() {
    let world = World::new();
    let target = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(world.folder().parent().expect("a parent")).expect("folders");
    std::os::unix::fs::symlink(target.path(), world.folder()).expect("a link");
    let error = Removal::new(Some(world.folder()), None, Vec::new()).run();
    assert!(matches!(error, Err(OpenerError::FolderUnsafe(_))), "{error:?}");
    assert!(target.path().exists());
}
