//! Cancelling at every step: it ends soon, and leaves no app behind.

use std::fs;
use std::path::Path;
use std::time::Instant;

use corporate_opener::{Attempt, OpenerError, Report, Step};

use crate::server::{DEADLINE, Reply, Server};
use crate::world::{APP, World, file, good_portal, manifest, portal, sign, signer};

/// Cancels, and takes the last report. Whatever is cancelled here would go on for minutes.
fn cancel(attempt: Attempt) {
    let start = Instant::now();
    attempt.cancel();
    let last = std::iter::from_fn(|| attempt.next()).last();
    assert!(matches!(last, Some(Report::Step(Step::Failed(OpenerError::Cancelled)))), "{last:?}");
    assert!(start.elapsed() < DEADLINE, "{:?}", start.elapsed());
    let handoff = attempt.finish().expect("the hand-off");
    assert!(!handoff.is_ready());
}

/// Waits until a condition holds.
fn until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < DEADLINE, "{what} never happened");
        std::thread::yield_now();
    }
}

#[test]
fn while_the_portal_thinks() {
    let world = World::new();
    let portal = Server::start(|_| Reply::new(200, "").promising(1000).holding());
    let attempt = Attempt::start(world.handoff(&portal)).expect("a thread");
    portal.wait_for_requests(1);
    cancel(attempt);
}

#[test]
fn while_a_slow_server_sends_the_app() {
    let world = World::new();
    let release = sign(&manifest(APP.as_bytes()), &signer());
    let portal =
        portal(release, |_| Reply::new(200, &APP.as_bytes()[..10]).promising(APP.len()).holding());
    let attempt = Attempt::start(world.handoff(&portal)).expect("a thread");
    portal.wait_for_requests(2);
    until("the first bytes", || {
        let entries = fs::read_dir(world.app_folder()).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).any(|found| found.len() >= 10)
    });
    cancel(attempt);
    assert!(!world.program().exists());
}

#[test]
fn while_the_app_joins_and_the_app_is_stopped() {
    static SILENT: &str = "#!/bin/sh\necho $$ > pid.new\nmv pid.new pid\nexec sleep 600\n";
    let world = World::new();
    let portal = good_portal(SILENT.as_bytes());
    let attempt = Attempt::start(world.handoff(&portal)).expect("a thread");
    let pid = world.folder_of("1.2.3", SILENT.as_bytes()).join("pid");
    until("the app's start", || pid.exists());
    let process = format!("/proc/{}", fs::read_to_string(&pid).expect("a number").trim());
    assert!(Path::new(&process).exists());
    cancel(attempt);
    assert!(!Path::new(&process).exists());
}

#[test]
fn too_late_for_an_app_that_has_joined() {
    static WAITING: &str = "#!/bin/sh\nread -r line\n: > runs\n\
        until [ -e may-join ]; do sleep 0.01; done\necho joined\n";
    let world = World::new();
    let portal = good_portal(WAITING.as_bytes());
    let attempt = Attempt::start(world.handoff(&portal)).expect("a thread");
    let folder = world.folder_of("1.2.3", WAITING.as_bytes());
    until("the app's start", || folder.join("runs").exists());
    let open = |name| fs::File::options().write(true).open(world.folder().join(name));
    // Nothing can be remembered for now, and the other lock is free when the app has joined.
    let memory = open("memory.lock").expect("a lock");
    memory.lock().expect("locked");
    fs::write(folder.join("may-join"), "").expect("a sign");
    let starts = open("lock").expect("a lock");
    until("the app's joining", || starts.try_lock().is_ok());

    attempt.cancel();
    drop((memory, starts));
    let last = std::iter::from_fn(|| attempt.next()).last();
    assert!(matches!(last, Some(Report::Step(Step::Done))), "{last:?}");
    let files = fs::read_dir(world.folder()).expect("the folder").flatten();
    let remembered = files
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("last_good")));
    assert!(remembered, "the app that has joined was forgotten");
}

#[test]
fn while_the_user_is_asked_and_nothing_was_started() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    let attempt = Attempt::start(world.asking_handoff(&portal)).expect("a thread");
    until("the app", || world.program().exists());
    cancel(attempt);
    assert!(!world.app_folder().join("seen-line").exists());
}

#[test]
fn a_dropped_attempt_is_cancelled() {
    let world = World::new();
    let portal = Server::start(|_| Reply::new(200, "").promising(1000).holding());
    let attempt = Attempt::start(world.handoff(&portal)).expect("a thread");
    portal.wait_for_requests(1);
    drop(attempt);
    // The worker lets go of its connection, so the server can end without being waited for.
    drop(portal);
}

#[test]
fn a_finished_attempt_gives_the_hand_off_back_for_another_try() {
    let world = World::new();
    let count = std::sync::atomic::AtomicUsize::new(0);
    let release = sign(&manifest(APP.as_bytes()), &signer());
    let portal = portal(release, move |request| {
        match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Reply::new(503, ""),
            _ => file(request, APP.as_bytes()),
        }
    });
    let mut handoff = Some(world.handoff(&portal));
    let mut last = None;
    for _ in 0..2 {
        let attempt = Attempt::start(handoff.take().expect("a hand-off")).expect("a thread");
        last = std::iter::from_fn(|| attempt.next()).last();
        handoff = attempt.finish();
    }
    assert!(matches!(last, Some(Report::Step(Step::Done))), "{last:?}");
}
