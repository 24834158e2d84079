//! Finds what moved: scrolled text, dragged windows. Content marks its own landmarks, which are looked
//! up in the picture before; the shifts that most of them agree on are then compared pixel by pixel,
//! so that every move is exact.

mod landmarks;
mod matches;

use corporate_protocol::screen::Rect;

use self::landmarks::Landmarks;
use crate::picture::Picture;
use crate::region::intersection;
use crate::shadow::{Move, Shadow};

/// Changed pixels below which nothing is looked for: they travel as they are for less.
const LEAST_PIXELS: u64 = 4_096;
/// Shifts that are tried in one update.
const SHIFTS: usize = 3;
/// Moves of one update.
const MOVES: usize = 32;
/// Searches that are left out after fruitless ones, at most: film and photographs do not pay for
/// what they never have.
const MOST_REST: u32 = 15;

/// How far something moved, in pixels to the right and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Shift {
    x: i32,
    y: i32,
}

/// Looks for moves, with memory that it keeps.
#[derive(Default)]
pub(crate) struct MoveSearch {
    landmarks: Landmarks,
    fruitless: u32,
    rest: u32,
}

impl MoveSearch {
    /// Finds moves inside of a region of changes. Done one after the other they read nothing that one
    /// of them has painted, and each paints what the picture shows there.
    pub(crate) fn find(
        &mut self,
        before: &Shadow,
        now: &Picture<'_>,
        region: &[Rect],
    ) -> Vec<Move> {
        if region.iter().map(Rect::area).sum::<u64>() < LEAST_PIXELS {
            return Vec::new();
        }
        if self.rest > 0 {
            self.rest -= 1;
            return Vec::new();
        }
        let shifts = self.landmarks.shifts(before, now, region);
        let mut moves: Vec<Move> = Vec::new();
        for shift in shifts.into_iter().take(SHIFTS) {
            let mut found = matches::rects(before, now, region, shift);
            found.retain(|one| moves.iter().all(|other| are_apart(one, other)));
            moves.extend(in_order(found));
        }
        moves.truncate(MOVES);
        self.fruitless = if moves.is_empty() { self.fruitless + 1 } else { 0 };
        self.rest = self.fruitless.saturating_sub(1).min(MOST_REST);
        moves
    }
}

/// Whether two moves by different shifts don't touch what the other reads or paints.
fn are_apart(one: &Move, other: &Move) -> bool {
    let touch = |one: Rect, other: Rect| intersection(one, other).is_some();
    !touch(one.to, other.to) && !touch(one.source(), other.to) && !touch(other.source(), one.to)
}

/// Orders moves by the same shift so that none paints over what a later one reads; leaves out what
/// cannot be ordered.
fn in_order(mut moves: Vec<Move>) -> Vec<Move> {
    moves.sort_by_key(|found| std::cmp::Reverse(found.to.area()));
    moves.truncate(MOVES);
    let mut ordered = Vec::with_capacity(moves.len());
    while let Some(next) = moves.iter().position(|one| {
        moves.iter().all(|later| later == one || intersection(one.to, later.source()).is_none())
    }) {
        ordered.push(moves.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests;
