//! Compares pixel by pixel what a shift would bring, and makes rectangles of what is the same.

use corporate_protocol::screen::Rect;

use super::Shift;
use crate::picture::Picture;
use crate::region::{bottom, right};
use crate::shadow::{Move, Shadow, same};

/// Pixels in a row that must be the same.
const RUN: usize = 32;
/// Rows and pixels that a move has at least.
const ROWS: u16 = 8;
const PIXELS: u64 = 2_048;
/// Pixels that are compared at once.
const BLOCK: usize = 16;

/// A rectangle that still grows downwards; columns as in its row.
#[derive(Clone, Copy)]
struct Growing {
    left: usize,
    right: usize,
    top: u16,
}

/// The moves by this shift inside of a region: disjoint, and each changes something.
pub(super) fn rects(
    before: &Shadow,
    now: &Picture<'_>,
    region: &[Rect],
    shift: Shift,
) -> Vec<Move> {
    let mut moves = Vec::new();
    for rect in region.iter().filter_map(|rect| with_source(*rect, shift, now)) {
        let from_x = (i32::from(rect.x) - shift.x) as u16;
        let from_y = (i32::from(rect.y) - shift.y) as u16;
        let source = Rect { x: from_x, y: from_y, ..rect };
        for part in in_rect(before, now, rect, source) {
            let changes = before.rows(part).zip(now.rows(part)).any(|(old, new)| !same(old, new));
            if changes {
                let (from_x, from_y) = (from_x + part.x - rect.x, from_y + part.y - rect.y);
                moves.push(Move { from_x, from_y, to: part });
            }
        }
    }
    moves
}

/// The part of a rectangle whose source lies inside the picture.
fn with_source(rect: Rect, shift: Shift, picture: &Picture<'_>) -> Option<Rect> {
    let cut = |start: u16, end: u32, shift: i32, side: u16| {
        let first = i32::from(start).max(shift);
        let last = (end as i32).min(i32::from(side) + shift);
        (first < last).then_some((first as u16, (last - first) as u16))
    };
    let (x, width) = cut(rect.x, right(rect), shift.x, picture.width())?;
    let (y, height) = cut(rect.y, bottom(rect), shift.y, picture.height())?;
    Some(Rect { x, y, width, height })
}

fn in_rect(before: &Shadow, now: &Picture<'_>, rect: Rect, source: Rect) -> Vec<Rect> {
    let mut done = Vec::new();
    let mut growing: Vec<Growing> = Vec::new();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let rows = before.rows(source).zip(now.rows(rect)).zip(rect.y..);
    for ((old, new), y) in rows {
        runs.clear();
        equal_runs(old, new, |left, right| runs.push((left, right)));
        let mut next = Vec::with_capacity(runs.len());
        for one in growing {
            match take_overlap(&mut runs, one) {
                Some((left, right)) => next.push(Growing { left, right, ..one }),
                None => done.extend(finished(one, y, rect)),
            }
        }
        next.extend(runs.iter().map(|(left, right)| Growing {
            left: *left,
            right: *right,
            top: y,
        }));
        growing = next;
    }
    let end = bottom(rect) as u16;
    done.extend(growing.into_iter().filter_map(|one| finished(one, end, rect)));
    done
}

/// The part of a row's runs that continues a rectangle, taken out of them: what is left of the run
/// beside it may begin others. `None` where the rectangle would lose a quarter of its width.
fn take_overlap(runs: &mut Vec<(usize, usize)>, one: Growing) -> Option<(usize, usize)> {
    let overlap = |run: &(usize, usize)| (run.0.max(one.left), run.1.min(one.right));
    let index = runs.iter().position(|run| {
        let (left, right) = overlap(run);
        right >= left + RUN && (right - left) * 4 >= (one.right - one.left) * 3
    })?;
    let run = runs.swap_remove(index);
    let (left, right) = overlap(&run);
    runs.extend([(run.0, left), (right, run.1)].into_iter().filter(|rest| rest.1 >= rest.0 + RUN));
    Some((left, right))
}

fn finished(one: Growing, end: u16, rect: Rect) -> Option<Rect> {
    let found = Rect {
        x: rect.x + one.left as u16,
        y: one.top,
        width: (one.right - one.left) as u16,
        height: end - one.top,
    };
    (found.height >= ROWS && found.area() >= PIXELS).then_some(found)
}

/// Finds runs of the same pixels: the first, and the one after the last.
fn equal_runs(old: &[u8], new: &[u8], mut found: impl FnMut(usize, usize)) {
    let mut start = None;
    let mut at = 0;
    let mut ends = |start: &mut Option<usize>, at: usize| {
        if let Some(first) = start.take().filter(|first| at - first >= RUN) {
            found(first, at);
        }
    };
    for (old, new) in old.chunks(BLOCK * 4).zip(new.chunks(BLOCK * 4)) {
        if same(old, new) {
            start.get_or_insert(at);
            at += new.len() / 4;
            continue;
        }
        for (old, new) in old.chunks_exact(4).zip(new.chunks_exact(4)) {
            if same(old, new) {
                start.get_or_insert(at);
            } else {
                ends(&mut start, at);
            }
            at += 1;
        }
    }
    ends(&mut start, at);
}
