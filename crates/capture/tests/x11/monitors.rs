//! Monitors of a real X server: how they are listed, and what happens when one changes while it is
//! being captured.

use std::process::Command;

use corporate_capture::{CaptureError, Capturer, Options};
use x11rb::protocol::randr::{ConnectionExt as _, ModeInfo, SetConfig};

use crate::display::{Display, Painter, SOON};

#[test]
fn the_monitor_of_a_named_display_is_listed() {
    let display = Display::start("1024x700x24");
    let monitor = display.monitor();
    assert_eq!((monitor.x, monitor.y, monitor.width, monitor.height), (0, 0, 1_024, 700));
    assert_eq!(monitor.index, 0);
    assert!(!monitor.name.is_empty());
}

/// The environment belongs to the whole process, so xcap is asked in a process of its own.
#[test]
fn the_monitors_of_the_environments_display_are_listed_with_xcap() {
    let display = Display::start("1024x700x24");
    let child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "monitors::child", "--ignored", "--nocapture"])
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("XDG_SESSION_TYPE")
        .output()
        .expect("the child runs");
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{output}");
    assert!(output.contains("listed 1024x700, captured 1024x700"), "{output}");
}

#[test]
#[ignore = "run by the test above, with a display of its own"]
#[expect(clippy::print_stdout, reason = "the test above reads it")]
fn child() {
    let monitors = corporate_capture::monitors().expect("monitors");
    let capturer = Capturer::start(&monitors[0], &Options::default()).expect("a capturer");
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    println!(
        "listed {}x{}, captured {}x{}",
        monitors[0].width,
        monitors[0].height,
        update.pixels().width(),
        update.pixels().height()
    );
}

#[test]
fn a_display_that_is_not_there_is_an_error() {
    for name in [":64999", ":59535", ":-1", ":x", "nonsense", ""] {
        let refused = corporate_capture::monitors_of(Some(name)).err();
        assert!(matches!(refused, Some(CaptureError::NoDisplay(_))), "{name}: {refused:?}");
    }
}

#[test]
fn a_monitor_that_is_no_longer_so_is_refused() {
    let display = Display::start("640x480x24");
    let mut monitor = display.monitor();
    monitor.width = 600;
    let refused = Capturer::start(&monitor, &display.options()).err();
    assert!(matches!(refused, Some(CaptureError::MonitorChanged)), "{refused:?}");
}

#[test]
fn a_new_size_ends_the_capture_with_its_reason() {
    let display = Display::start("1024x768x24");
    let (painter, capturer) = (display.painter(), display.capture());
    capturer.next(SOON).expect("a capturer").expect("an update");
    shrink(&painter);
    let reason = loop {
        match capturer.next(SOON) {
            Ok(update) => assert!(update.is_some(), "no reason in time"),
            Err(reason) => break reason,
        }
    };
    assert!(matches!(reason, CaptureError::MonitorChanged), "{reason:?}");
    let monitor = display.monitor();
    assert_eq!((monitor.width, monitor.height), (640, 480));
    assert!(Capturer::start(&monitor, &display.options()).is_ok(), "it goes on with the new size");
}

/// Gives the monitor a mode of 640 by 480 pixels.
fn shrink(painter: &Painter) {
    let (x, root) = (&painter.x, painter.root);
    let resources = x.randr_get_screen_resources(root).expect("a request").reply().expect("them");
    let (width, height) = (640, 480);
    let mode = ModeInfo { width, height, dot_clock: 1, name_len: 5, ..resources.modes[0] };
    let mode = x.randr_create_mode(root, mode, b"small").expect("a request").reply();
    let mode = mode.expect("a mode").mode;
    let crtc = resources.crtcs[0];
    let info = x.randr_get_crtc_info(crtc, 0).expect("a request").reply().expect("it");
    x.randr_add_output_mode(info.outputs[0], mode).expect("a request");
    let (now, stamp) = (x11rb::CURRENT_TIME, x11rb::CURRENT_TIME);
    let set = x.randr_set_crtc_config(crtc, now, stamp, 0, 0, mode, info.rotation, &info.outputs);
    let set = set.expect("a request").reply().expect("an answer");
    assert_eq!(set.status, SetConfig::SUCCESS);
}
