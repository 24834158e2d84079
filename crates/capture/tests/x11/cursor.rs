//! The cursor of a real X server: its shape, its way over the screen and off it, apart from the
//! pixels that it covers.

use corporate_capture::{Capturer, CursorPosition, CursorUpdate};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt as _, CreateGCAux, Rectangle,
};
use x11rb::protocol::xtest::ConnectionExt as _;

use crate::display::{Display, Painter, SOON};
use crate::life::switches;

/// The number of a pointer motion among X events.
const MOTION: u8 = 6;

fn next(capturer: &Capturer) -> CursorUpdate {
    loop {
        let update = capturer.next(SOON).expect("a capturer that runs").expect("an update");
        if let Some(cursor) = update.cursor {
            return cursor;
        }
    }
}

fn move_pointer(painter: &Painter, x: i16, y: i16) {
    painter.x.xtest_fake_input(MOTION, 0, 0, painter.root, x, y, 0).expect("a motion");
    painter.sync();
}

/// Waits until the cursor is reported here.
fn wait_for(capturer: &Capturer, x: i32, y: i32) {
    while next(capturer).position != Some(CursorPosition::At { x, y }) {}
}

#[test]
fn the_first_update_says_where_the_cursor_is_and_what_it_looks_like() {
    let display = Display::start("640x480x24");
    let painter = display.painter();
    move_pointer(&painter, 77, 88);
    let capturer = display.capture();
    let first = capturer.next(SOON).expect("a capturer").expect("an update");
    let cursor = first.cursor.expect("a cursor");
    assert_eq!(cursor.position, Some(CursorPosition::At { x: 77, y: 88 }));
    assert!(cursor.shape.is_some());
}

#[test]
fn motion_is_reported_without_any_pixel() {
    let display = Display::start("640x480x24");
    let (painter, capturer) = (display.painter(), display.capture());
    next(&capturer);
    move_pointer(&painter, 10, 20);
    wait_for(&capturer, 10, 20);
    move_pointer(&painter, 600, 400);
    wait_for(&capturer, 600, 400);
}

#[test]
fn a_mouse_that_never_rests_wakes_nobody_while_nobody_waits() {
    let display = Display::start("640x480x24");
    let painter = display.painter();
    let mut monitor = display.monitor();
    monitor.index = 43;
    let capturer = Capturer::start(&monitor, &display.options()).expect("a capturer");
    next(&capturer);
    let (rounds, before) = (500, switches("capture-43"));
    for step in 0..rounds {
        move_pointer(&painter, step % 640, step % 480);
    }
    let woken = switches("capture-43") - before;
    assert!(woken < 20, "{rounds} motions woke the capture thread {woken} times");
    move_pointer(&painter, 33, 44);
    wait_for(&capturer, 33, 44);
}

#[test]
fn a_new_shape_is_reported_once_with_its_hot_spot() {
    let display = Display::start("640x480x24");
    let (painter, capturer) = (display.painter(), display.capture());
    move_pointer(&painter, 50, 60);
    wait_for(&capturer, 50, 60);
    show_block(&painter);
    let shape = loop {
        if let Some(shape) = next(&capturer).shape {
            break shape;
        }
    };
    assert_eq!((shape.width, shape.height, shape.hot_x, shape.hot_y), (16, 16, 3, 4));
    assert!(shape.rgba.chunks(4).all(|pixel| pixel == [255, 0, 0, 255]));
    move_pointer(&painter, 51, 60);
    let moved = next(&capturer);
    assert_eq!(moved.shape, None, "it looks as before");
    assert_eq!(moved.position, Some(CursorPosition::At { x: 51, y: 60 }));
}

#[test]
fn without_the_wish_no_cursor_is_reported() {
    let display = Display::start("640x480x24");
    let painter = display.painter();
    let options = corporate_capture::Options { cursor: false, ..display.options() };
    let capturer = Capturer::start(&display.monitor(), &options).expect("a capturer");
    assert!(capturer.next(SOON).expect("a capturer").expect("an update").cursor.is_none());
    move_pointer(&painter, 10, 20);
    painter.fill(corporate_capture::Rect { x: 1, y: 1, width: 2, height: 2 }, 0x00ff_ffff);
    assert!(capturer.next(SOON).expect("a capturer").expect("an update").cursor.is_none());
}

/// Gives the root window a red block of 16 by 16 pixels as its cursor, hot at 3, 4.
fn show_block(painter: &Painter) {
    let x = &painter.x;
    let (pixmap, context, cursor) = (
        x.generate_id().expect("an id"),
        x.generate_id().expect("an id"),
        x.generate_id().expect("an id"),
    );
    x.create_pixmap(1, pixmap, painter.root, 16, 16).expect("a pixmap");
    x.create_gc(context, pixmap, &CreateGCAux::new().foreground(1)).expect("a context");
    let whole = [Rectangle { x: 0, y: 0, width: 16, height: 16 }];
    x.poly_fill_rectangle(pixmap, context, &whole).expect("a block");
    x.create_cursor(cursor, pixmap, pixmap, 0xffff, 0, 0, 0, 0, 0, 3, 4).expect("a cursor");
    let change = ChangeWindowAttributesAux::new().cursor(cursor);
    x.change_window_attributes(painter.root, &change).expect("a change");
    painter.sync();
}
