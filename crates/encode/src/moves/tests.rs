//! Scrolled pages and dragged windows; whatever is found must be exact.

use proptest::prelude::*;

use super::*;

const WIDTH: u16 = 640;
const HEIGHT: u16 = 400;

const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
    Rect { x, y, width, height }
}

/// Letters of a page that goes on for ever.
fn page(x: i32, y: i32) -> u32 {
    let mixed = |seed: i32| (seed ^ seed >> 5).wrapping_mul(0x27d4_eb2d_u32 as i32) >> 9;
    let letter = mixed((x >> 3) * 7 + (y >> 4) * 331) & 31;
    let ink = mixed(letter * 64 + (x & 7) * 8 + (y & 15) / 2) & 3;
    if x & 7 < 6 && y & 15 > 3 && ink == 0 { 0x10_10_20 } else { 0xfa_fc_f8 }
}

fn paint(bytes: &mut [u8], rect: Rect, colour: impl Fn(i32, i32) -> u32) {
    for y in rect.y..rect.y + rect.height {
        for x in rect.x..rect.x + rect.width {
            let at = (usize::from(y) * usize::from(WIDTH) + usize::from(x)) * 4;
            bytes[at..at + 4].copy_from_slice(&colour(x.into(), y.into()).to_le_bytes());
        }
    }
}

fn picture(bytes: &[u8]) -> Picture<'_> {
    Picture::new(WIDTH, HEIGHT, usize::from(WIDTH) * 4, bytes).expect("a picture")
}

const ALL: Rect = rect(0, 0, WIDTH, HEIGHT);

/// Finds moves, does them, and gives what is left to send.
fn left_after(old: &[u8], new: &[u8], region: &[Rect]) -> (Vec<Move>, u64) {
    let mut shadow = Shadow::new(WIDTH, HEIGHT);
    shadow.take(&picture(old), ALL);
    let moves = MoveSearch::default().find(&shadow, &picture(new), region);
    for moved in &moves {
        shadow.shift(moved);
        let shown = shadow.rows(moved.to).zip(picture(new).rows(moved.to));
        assert!(shown.into_iter().all(|(shown, meant)| crate::shadow::same(shown, meant)));
    }
    let left = shadow.differences(&picture(new), region);
    (moves, left.iter().map(Rect::area).sum())
}

fn blank() -> Vec<u8> {
    vec![0x80; usize::from(WIDTH) * usize::from(HEIGHT) * 4]
}

#[test]
fn a_scrolled_page_is_one_move_and_a_strip() {
    let window = rect(33, 21, 501, 340);
    for by in [1, 7, 48, -48, -3] {
        let (mut old, mut new) = (blank(), blank());
        paint(&mut old, window, |x, y| page(x, y + 1_000));
        paint(&mut new, window, |x, y| page(x, y + 1_000 + by));
        let (moves, left) = left_after(&old, &new, &[window]);
        assert!(!moves.is_empty(), "scrolled by {by}");
        let strip = u64::from(window.width) * u64::from(by.unsigned_abs());
        assert!(left <= strip + 600, "scrolled by {by}: {left} pixels left of {strip}");
    }
}

#[test]
fn a_dragged_window_is_found_whichever_way_it_goes() {
    for (x, y) in [(17, 9), (-23, 4), (-5, -14), (40, -31), (1, 0)] {
        let (mut old, mut new) = (blank(), blank());
        paint(&mut old, ALL, |x, y| page(x + 3_000, y));
        paint(&mut new, ALL, |x, y| page(x + 3_000, y));
        let window = rect(150, 120, 301, 202);
        let moved = rect((150 + x) as u16, (120 + y) as u16, 301, 202);
        paint(&mut old, window, page);
        paint(&mut new, moved, |to_x, to_y| page(to_x - x, to_y - y));
        let both = rect(
            window.x.min(moved.x),
            window.y.min(moved.y),
            301 + x.unsigned_abs() as u16,
            202 + y.unsigned_abs() as u16,
        );
        let (moves, left) = left_after(&old, &new, &[both]);
        assert!(moves.iter().any(|found| found.to.area() > moved.area() * 9 / 10), "{moves:?}");
        let uncovered = both.area() - moved.area();
        assert!(left <= uncovered + 2_500, "by {x}, {y}: {left} left of {uncovered}");
    }
}

#[test]
fn film_has_no_moves_and_is_asked_less_and_less() {
    let mut search = MoveSearch::default();
    let mut shadow = Shadow::new(WIDTH, HEIGHT);
    let mut looked = 0;
    for moment in 0..60_u32 {
        let mut bytes = blank();
        paint(&mut bytes, ALL, |x, y| {
            ((x * 31 + y * 977) as u32 ^ moment.wrapping_mul(0x9e37_79b9))
                .wrapping_mul(2_654_435_761)
        });
        looked += u32::from(search.rest == 0);
        assert_eq!(search.find(&shadow, &picture(&bytes), &[ALL]), []);
        shadow.take(&picture(&bytes), ALL);
    }
    assert!(looked < 15, "{looked} of 60");
}

#[test]
fn a_small_change_is_not_worth_a_look() {
    let (old, mut new) = (blank(), blank());
    paint(&mut new, rect(5, 5, 60, 60), page);
    assert_eq!(left_after(&old, &new, &[rect(5, 5, 60, 60)]), (vec![], 3_600));
}

proptest! {
    /// Whatever stands before and after, and whatever rectangles: moves are exact and inside.
    #[test]
    fn moves_never_paint_anything_wrong(
        windows in prop::collection::vec((0_u16..340, 0_u16..200, 40_u16..300, 40_u16..200), 1..4),
        shifts in prop::collection::vec((-40_i32..40, -40_i32..40), 4),
    ) {
        let (mut old, mut new) = (blank(), blank());
        for ((left, top, width, height), (x, y)) in windows.into_iter().zip(shifts) {
            let place = rect(left, top, width, height);
            paint(&mut old, place, page);
            paint(&mut new, place, |at_x, at_y| page(at_x - x, at_y - y));
        }
        left_after(&old, &new, &[ALL]);
    }
}
