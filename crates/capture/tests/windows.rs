//! The Windows module on a real desktop, which may be Wine's: each test shows a window of its own,
//! paints it, and looks at what the capturer says. One at a time, since they share the desktop.
#![cfg(windows)]
#![expect(unsafe_code, reason = "one question to user32")]

#[path = "windows/window.rs"]
mod window;

use std::time::{Duration, Instant};

use corporate_capture::{CaptureError, Capturer, CursorPosition, Monitor, Options, Rect};
use windows::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_CXSCREEN, SM_CYSCREEN};

use self::window::Window;

/// Longer than anything here takes, on any machine.
const SOON: Duration = Duration::from_secs(20);
/// How long an update is waited for before the window is looked after again.
const STEP: Duration = Duration::from_millis(50);
const PLACE: Rect = Rect { x: 130, y: 90, width: 200, height: 120 };

fn monitor() -> Monitor {
    let monitors = corporate_capture::monitors().expect("monitors");
    monitors.first().expect("one monitor").clone()
}

fn capture() -> Capturer {
    Capturer::start(&monitor(), &Options::default()).expect("a capturer")
}

/// Takes updates until the window's place has this colour and no other; gives all damage.
fn wait_for(capturer: &Capturer, window: &Window, colour: [u8; 3]) -> Vec<Rect> {
    let (start, mut damage) = (Instant::now(), Vec::new());
    while start.elapsed() < SOON {
        window.serve();
        let Some(update) = capturer.next(STEP).expect("a capturer that runs") else { continue };
        damage.extend(update.damage.iter().copied());
        let pixels = update.pixels();
        let shown = (PLACE.y..PLACE.y + PLACE.height).all(|y| {
            let row = usize::from(y) * pixels.stride() + usize::from(PLACE.x) * 4;
            let row = &pixels.bytes()[row..row + usize::from(PLACE.width) * 4];
            row.chunks(4).all(|pixel| pixel == [colour[0], colour[1], colour[2], 255])
        });
        if shown {
            return damage;
        }
    }
    panic!("the colour does not arrive");
}

#[test]
fn the_primary_monitor_is_listed_with_its_size() {
    let (_alone, monitor) = (window::alone(), monitor());
    // SAFETY: asks for two numbers.
    let size = unsafe { [GetSystemMetrics(SM_CXSCREEN), GetSystemMetrics(SM_CYSCREEN)] };
    assert_eq!([i32::from(monitor.width), i32::from(monitor.height)], size);
    assert!(monitor.primary && (monitor.x, monitor.y) == (0, 0));
    assert!(monitor.name.starts_with("DISPLAY"), "{}", monitor.name);
}

#[test]
fn a_windows_pixels_arrive_exactly_and_nothing_beside_them() {
    let _alone = window::alone();
    let window = Window::show(PLACE);
    window.paint([10, 200, 30]);
    let capturer = capture();
    let first = wait_for(&capturer, &window, [10, 200, 30]);
    assert_eq!(first[0], Rect::whole(monitor().width, monitor().height));
    while capturer.next(STEP * 5).expect("a capturer").is_some() {}
    window.paint([250, 5, 99]);
    let damage = wait_for(&capturer, &window, [250, 5, 99]);
    assert_eq!(damage, [PLACE]);
}

#[test]
fn a_desktop_that_stands_still_brings_nothing() {
    let _alone = window::alone();
    let capturer = capture();
    capturer.next(SOON).expect("a capturer").expect("an update");
    while capturer.next(STEP * 5).expect("a capturer").is_some() {}
    assert!(capturer.next(STEP * 20).expect("a capturer").is_none());
}

#[test]
fn the_cursor_is_reported_where_it_is_put() {
    let _alone = window::alone();
    let window = Window::show(PLACE);
    let capturer = capture();
    let start = Instant::now();
    let (mut shape, mut place) = (None, None);
    for target in [(160, 110), (300, 190)] {
        window.put_cursor(target.0, target.1);
        let target = Some(CursorPosition::At { x: target.0, y: target.1 });
        while place != target || shape.is_none() {
            assert!(start.elapsed() < SOON, "{place:?}, {shape:?}");
            window.serve();
            let update = capturer.next(STEP).expect("a capturer that runs");
            let Some(cursor) = update.and_then(|update| update.cursor) else { continue };
            place = cursor.position.or(place);
            shape = cursor.shape.or(shape);
        }
    }
    let shape = shape.expect("as above");
    assert!(shape.rgba.chunks(4).any(|pixel| pixel[3] == 255), "nothing of it can be seen");
}

#[test]
fn a_monitor_that_is_no_longer_so_is_refused() {
    let _alone = window::alone();
    let mut monitor = monitor();
    monitor.width -= 8;
    let refused = Capturer::start(&monitor, &Options::default()).err();
    assert!(matches!(refused, Some(CaptureError::MonitorChanged)), "{refused:?}");
}

#[test]
fn stopping_ends_the_thread_and_every_wait() {
    let _alone = window::alone();
    let capturer = capture();
    capturer.next(SOON).expect("a capturer").expect("an update");
    capturer.stop();
    let ended = capturer.next(SOON).err();
    assert!(matches!(ended, Some(CaptureError::Stopped)), "{ended:?}");
    capturer.wait();
}
