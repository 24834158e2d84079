//! The face of the crate, through its synthetic source: what holds for every system.

use std::time::Duration;

use corporate_capture::synthetic::{self, SQUARE_SIDE, text_pixel};
use corporate_capture::{CaptureError, CursorPosition, Rect};

/// Longer than anything here takes, on any machine.
const SOON: Duration = Duration::from_secs(10);

const fn square(x: u16, y: u16) -> Rect {
    Rect { x, y, width: SQUARE_SIDE, height: SQUARE_SIDE }
}

#[test]
fn the_first_update_is_the_whole_picture() {
    let (capturer, _stage) = synthetic::start(160, 120).expect("a capturer");
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    assert_eq!(update.damage, [Rect::whole(160, 120)]);
    let pixels = update.pixels();
    assert_eq!(pixels.bytes().len(), 160 * 120 * 4);
    assert_eq!(pixels.bytes()[..4], text_pixel(0, 0));
    assert!(update.cursor.is_none());
}

#[test]
fn a_square_is_damage_where_it_is_and_where_it_was() {
    let (capturer, stage) = synthetic::start(640, 480).expect("a capturer");
    capturer.next(SOON).expect("a capturer").expect("an update");
    stage.move_square(100, 50);
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    assert!(update.damage.iter().all(|rect| inside(*rect, square(100, 50))));
    let at = 50 * update.pixels().stride() + 100 * 4;
    assert_eq!(update.pixels().bytes()[at..at + 4], [255; 4]);
    drop(update);
    stage.move_square(400, 300);
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    let known = [square(100, 50), square(400, 300)];
    assert!(update.damage.iter().all(|rect| known.iter().any(|known| inside(*rect, *known))));
    assert_eq!(update.pixels().bytes()[at..at + 4], text_pixel(100, 50));
}

fn inside(inner: Rect, outer: Rect) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

#[test]
fn changes_that_nobody_waits_for_come_together() {
    let (capturer, stage) = synthetic::start(640, 480).expect("a capturer");
    capturer.next(SOON).expect("a capturer").expect("an update");
    let one = Rect { x: 1, y: 1, width: 1, height: 1 };
    let two = Rect { x: 500, y: 400, width: 1, height: 1 };
    stage.paint(one, &[1, 2, 3, 4]);
    stage.paint(two, &[5, 6, 7, 8]);
    stage.paint(one, &[9, 9, 9, 9]);
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    assert_eq!(update.damage, [one, two, one]);
    let at = update.pixels().stride() + 4;
    assert_eq!(update.pixels().bytes()[at..at + 4], [9, 9, 9, 255]);
    drop(update);
    assert!(capturer.next(Duration::ZERO).expect("a capturer").is_none());
}

#[test]
fn a_known_change_is_found_without_any_patience() {
    let (capturer, stage) = synthetic::start(64, 64).expect("a capturer");
    capturer.next(SOON).expect("a capturer").expect("an update");
    for value in 0..20 {
        stage.paint(Rect { x: 3, y: 3, width: 1, height: 1 }, &[value; 4]);
        while capturer.next(Duration::ZERO).expect("a capturer").is_none() {
            std::thread::yield_now();
        }
        let picture = capturer.picture();
        assert_eq!(picture.pixels().bytes()[(3 * 64 + 3) * 4], value);
    }
}

#[test]
fn the_cursor_travels_without_pixels() {
    let (capturer, stage) = synthetic::start(64, 64).expect("a capturer");
    capturer.next(SOON).expect("a capturer").expect("an update");
    stage.move_cursor(7, 8);
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    assert_eq!(update.damage, []);
    let cursor = update.cursor.expect("a cursor");
    assert_eq!(cursor.position, Some(CursorPosition::At { x: 7, y: 8 }));
}

#[test]
fn a_failure_is_told_again_and_again() {
    let (capturer, stage) = synthetic::start(64, 64).expect("a capturer");
    capturer.next(SOON).expect("a capturer").expect("an update");
    stage.fail(CaptureError::MonitorChanged);
    for _ in 0..2 {
        let reason = capturer.next(SOON).err();
        assert!(matches!(reason, Some(CaptureError::MonitorChanged)), "{reason:?}");
    }
    capturer.wait();
}

#[test]
fn after_a_stop_nothing_comes_any_more() {
    let (capturer, stage) = synthetic::start(64, 64).expect("a capturer");
    stage.move_square(1, 1);
    capturer.stop();
    let reason = capturer.next(SOON).err();
    assert!(matches!(reason, Some(CaptureError::Stopped)), "{reason:?}");
    capturer.wait();
}

#[test]
fn nothing_of_the_picture_shows_in_debug_output() {
    let (capturer, _stage) = synthetic::start(64, 48).expect("a capturer");
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    assert_eq!(format!("{:?}", update.pixels()), "Pixels(64x48)");
}
