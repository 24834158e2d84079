//! The Wayland module on a real desktop: sway without a screen, whose portal asks nobody, with foot to
//! show something and grim to say what is to be seen. Needs all of these running, so it is run by hand:
//! `cargo test -p corporate-capture --features wayland --test wayland -- --ignored --test-threads=1`.
#![cfg(target_os = "linux")]
#![cfg(feature = "wayland")]

use std::process::Command;
use std::time::{Duration, Instant};

use corporate_capture::{CaptureError, Capturer, Monitor, Options, Rect};

/// Longer than anything here takes, on any machine.
const SOON: Duration = Duration::from_secs(20);
/// How long nothing has to come for the desktop to stand still.
const STILL: Duration = Duration::from_millis(500);

fn monitor() -> Monitor {
    let monitors = corporate_capture::monitors().expect("monitors");
    monitors.first().expect("one monitor").clone()
}

/// Starts to capture, and shows something for a moment: sway's portal sends no picture of a desktop
/// on which nothing has changed since it sent the last one to whoever it was.
fn capture() -> Capturer {
    let capturer = Capturer::start(&monitor(), &Options::default()).expect("a capturer");
    sway("exec foot sleep 0.2");
    capturer
}

fn sway(command: &str) {
    let done = Command::new("swaymsg").arg(command).output().expect("swaymsg, of the package sway");
    assert!(done.status.success(), "{command}");
}

/// What the desktop shows, as another program reads it: rows of R, G, B.
fn screenshot() -> Vec<u8> {
    let image = Command::new("grim").args(["-t", "ppm", "-"]).output().expect("grim").stdout;
    let head = image.split_inclusive(|byte| *byte == b'\n').take(3).map(<[u8]>::len).sum();
    image.get(head..).expect("a picture").to_vec()
}

fn shown(capturer: &Capturer) -> Vec<u8> {
    let picture = capturer.picture();
    let (pixels, _) = picture.pixels().bytes().as_chunks::<4>();
    pixels.iter().flat_map(|[blue, green, red, _]| [*red, *green, *blue]).collect()
}

/// Takes updates until the picture is what the desktop shows and stands still; gives their damage.
fn settle(capturer: &Capturer) -> Vec<Rect> {
    let (start, mut damage) = (Instant::now(), Vec::new());
    while start.elapsed() < SOON {
        while let Some(update) = capturer.next(STILL).expect("a capturer that runs") {
            damage.extend(update.damage.iter().copied());
        }
        if shown(capturer) == screenshot() {
            return damage;
        }
    }
    panic!("the picture is not what the desktop shows");
}

#[test]
#[ignore = "needs a Wayland desktop whose portal asks nobody"]
fn the_picture_is_what_the_desktop_shows() {
    let capturer = capture();
    let first = settle(&capturer);
    assert_eq!(first[0], Rect::whole(monitor().width, monitor().height));
    sway("exec foot -o colors.background=336699 -T corporate-capture-test sleep 60");
    let start = Instant::now();
    while settle(&capturer).is_empty() {
        assert!(start.elapsed() < SOON, "a window that opens changes nothing");
    }
    let blue = shown(&capturer).chunks(3).filter(|pixel| *pixel == [0x33, 0x66, 0x99]).count();
    assert!(blue > 100_000, "the window's colour: {blue} pixels");
    sway("[title=corporate-capture-test] kill");
    while settle(&capturer).is_empty() {
        assert!(start.elapsed() < SOON * 2, "a window that closes changes nothing");
    }
}

#[test]
#[ignore = "needs a Wayland desktop whose portal asks nobody"]
fn a_desktop_that_stands_still_brings_nothing() {
    let capturer = capture();
    settle(&capturer);
    assert!(capturer.next(STILL * 4).expect("a capturer").is_none());
}

#[test]
#[ignore = "needs a Wayland desktop whose portal asks nobody"]
fn a_new_size_ends_the_capture_with_its_reason() {
    let capturer = capture();
    settle(&capturer);
    let before = monitor();
    sway(&format!("output {} mode --custom 800x600", before.name));
    let reason = loop {
        match capturer.next(SOON) {
            Ok(update) => assert!(update.is_some(), "no reason in time"),
            Err(reason) => break reason,
        }
    };
    assert!(matches!(reason, CaptureError::MonitorChanged), "{reason:?}");
    drop(capturer);
    settle(&capture());
    let Monitor { name, width, height, .. } = before;
    sway(&format!("output {name} mode --custom {width}x{height}"));
}
