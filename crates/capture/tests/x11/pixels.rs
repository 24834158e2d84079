//! Pixels and damage of a real X server: exactly what was painted arrives, and nothing where
//! nothing changed.

use std::time::Duration;

use corporate_capture::{Capturer, Rect};

use crate::display::{Display, SOON};

const GLYPH: Rect = Rect { x: 300, y: 200, width: 12, height: 13 };

/// Waits for the next update with pixels in it.
fn next(capturer: &Capturer) -> Vec<Rect> {
    loop {
        let update = capturer.next(SOON).expect("a capturer that runs").expect("an update");
        if !update.damage.is_empty() {
            return update.damage;
        }
    }
}

#[test]
fn the_first_update_is_the_whole_monitor() {
    let display = Display::start("640x480x24");
    let painter = display.painter();
    painter.fill(GLYPH, 0x0012_3456);
    let capturer = display.capture();
    let update = capturer.next(SOON).expect("a capturer").expect("an update");
    assert_eq!(update.damage, [Rect::whole(640, 480)]);
    let pixels = update.pixels();
    assert_eq!((pixels.width(), pixels.height(), pixels.stride()), (640, 480, 2_560));
    let at = 200 * pixels.stride() + 300 * 4;
    assert_eq!(pixels.bytes()[at..at + 4], [0x56, 0x34, 0x12, 255]);
    assert_eq!(pixels.bytes()[at - 4..at], [0, 0, 0, 255]);
    assert!(update.captured_at_us > 1_700_000_000_000_000);
}

#[test]
fn a_glyph_is_exactly_its_damage() {
    let display = Display::start("640x480x24");
    let (painter, capturer) = (display.painter(), display.capture());
    next(&capturer);
    painter.fill(GLYPH, 0x00ff_ffff);
    assert_eq!(next(&capturer), [GLYPH]);
    let picture = capturer.picture();
    let white = picture.pixels().bytes().chunks(4).filter(|pixel| *pixel == [255; 4]).count();
    assert_eq!(white as u64, GLYPH.area());
}

#[test]
fn painting_the_same_again_is_no_damage() {
    let display = Display::start("640x480x24");
    let (painter, capturer) = (display.painter(), display.capture());
    next(&capturer);
    painter.fill(GLYPH, 0x00ff_0000);
    assert_eq!(next(&capturer), [GLYPH]);
    painter.fill(GLYPH, 0x00ff_0000);
    assert!(capturer.next(Duration::from_millis(100)).expect("a capturer").is_none());
    let elsewhere = Rect { x: 5, y: 5, ..GLYPH };
    painter.fill(GLYPH, 0x00ff_0000);
    painter.fill(elsewhere, 0x00ff_0000);
    assert_eq!(next(&capturer), [elsewhere]);
}

#[test]
fn damage_adds_up_while_nobody_waits_and_shows_its_newest_pixels() {
    let display = Display::start("640x480x24");
    let (painter, capturer) = (display.painter(), display.capture());
    next(&capturer);
    let far = Rect { x: 20, y: 400, ..GLYPH };
    for colour in [0x0000_ff00, 0x0000_00ff] {
        painter.fill(GLYPH, colour);
        painter.fill(far, colour);
    }
    // What is as it was counts for nothing, however often it was painted.
    painter.fill(far, 0);
    assert_eq!(next(&capturer), [GLYPH]);
    let picture = capturer.picture();
    let at = 200 * picture.pixels().stride() + 300 * 4;
    assert_eq!(picture.pixels().bytes()[at..at + 4], [255, 0, 0, 255]);
}

#[test]
fn many_small_changes_at_once_are_all_found() {
    let display = Display::start("800x600x24");
    let (painter, capturer) = (display.painter(), display.capture());
    next(&capturer);
    let dots: Vec<Rect> = (0..200)
        .map(|index| Rect { x: index % 20 * 40, y: index / 20 * 60, width: 2, height: 3 })
        .collect();
    for dot in &dots {
        painter.fill(*dot, 0x00ff_ffff);
    }
    let mut found = Vec::new();
    while found.iter().map(Rect::area).sum::<u64>() < 200 * 6 {
        found.extend(next(&capturer));
    }
    let picture = capturer.picture();
    let white = picture.pixels().bytes().chunks(4).filter(|pixel| *pixel == [255; 4]).count();
    assert_eq!(white, 200 * 6);
    assert!(dots.iter().all(|dot| found.iter().any(|rect| {
        (rect.x..=rect.x + rect.width - 2).contains(&dot.x)
            && (rect.y..=rect.y + rect.height - 3).contains(&dot.y)
    })));
}
