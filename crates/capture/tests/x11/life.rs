//! The capturer's life on a real X server: it starts, rests while nothing changes, and ends with
//! its handle or its display.

use std::time::{Duration, Instant};

use corporate_capture::{CaptureError, Capturer, Rect};

use crate::display::{Display, SOON};

#[test]
fn stopping_ends_the_thread_and_every_wait() {
    let display = Display::start("640x480x24");
    let capturer = display.capture();
    capturer.next(SOON).expect("a capturer").expect("an update");
    capturer.stop();
    for _ in 0..2 {
        let ended = capturer.next(SOON).err();
        assert!(matches!(ended, Some(CaptureError::Stopped)), "{ended:?}");
    }
    capturer.wait();
    assert!(display.painter().answers());
}

#[test]
fn dropping_ends_the_thread_while_it_blocks() {
    let display = Display::start("640x480x24");
    let mut monitor = display.monitor();
    monitor.index = 41;
    let capturer = Capturer::start(&monitor, &display.options()).expect("a capturer");
    capturer.next(SOON).expect("a capturer").expect("an update");
    assert!(thread_named("capture-41").is_some());
    let start = Instant::now();
    drop(capturer);
    assert!(start.elapsed() < SOON);
    assert!(thread_named("capture-41").is_none());
}

#[test]
fn a_waker_ends_the_wait_of_another_thread() {
    let display = Display::start("640x480x24");
    let capturer = display.capture();
    capturer.next(SOON).expect("a capturer").expect("an update");
    let waker = capturer.waker();
    let start = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || waker.wake());
        while capturer.next(SOON * 6).expect("a capturer").is_some() {}
    });
    assert!(start.elapsed() < SOON * 6);
}

#[test]
fn an_idle_screen_wakes_nobody() {
    let display = Display::start("640x480x24");
    let mut monitor = display.monitor();
    monitor.index = 42;
    let capturer = Capturer::start(&monitor, &display.options()).expect("a capturer");
    while capturer.next(Duration::from_millis(200)).expect("a capturer").is_some() {}
    let before = switches("capture-42");
    assert!(capturer.next(Duration::from_millis(500)).expect("a capturer").is_none());
    assert!(switches("capture-42") <= before + 1, "the capture thread ran while nothing happened");
}

#[test]
fn a_server_that_ends_is_an_error_and_not_a_hang() {
    let display = Display::start("640x480x24");
    let capturer = display.capture();
    capturer.next(SOON).expect("a capturer").expect("an update");
    drop(display);
    let reason = loop {
        match capturer.next(SOON) {
            Ok(update) => assert!(update.is_some(), "no reason in time"),
            Err(reason) => break reason,
        }
    };
    assert!(matches!(reason, CaptureError::System { .. }), "{reason:?}");
}

#[test]
fn what_is_painted_arrives_without_a_clock() {
    let display = Display::start("640x480x24");
    let (painter, capturer) = (display.painter(), display.capture());
    capturer.next(SOON).expect("a capturer").expect("an update");
    let mut waits: Vec<Duration> = (0_u16..40)
        .map(|step| {
            let start = Instant::now();
            painter.fill(Rect { x: step * 8, y: 9, width: 7, height: 9 }, 0x00ff_ffff);
            while capturer.next(SOON).expect("a capturer").expect("an update").damage.is_empty() {}
            start.elapsed()
        })
        .collect();
    waits.sort();
    // Half of what a 33 ms clock would take on average; far more than it takes when idle.
    assert!(waits[20] < Duration::from_millis(16), "{:?}", waits[20]);
}

/// The directory of the thread with this name.
fn thread_named(name: &str) -> Option<std::path::PathBuf> {
    let threads = std::fs::read_dir("/proc/self/task").expect("the system's list of threads");
    threads.filter_map(|thread| Some(thread.ok()?.path())).find(|thread| {
        std::fs::read_to_string(thread.join("comm")).is_ok_and(|comm| comm.trim() == name)
    })
}

/// How often a thread has gone to sleep.
pub(crate) fn switches(name: &str) -> u64 {
    let thread = thread_named(name).expect("the thread runs");
    let status = std::fs::read_to_string(thread.join("status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
    line.expect("its switches").trim().parse().expect("a number")
}
