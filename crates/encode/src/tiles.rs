//! What the viewer holds exactly, and since when each part of the picture has stood still, on a
//! grid of tiles. Time is an argument.

use std::time::{Duration, Instant};

use corporate_protocol::screen::Rect;

use crate::region::intersection;
use crate::shadow::Move;

/// Pixels along one side of a tile.
pub(crate) const SIDE: u16 = 64;
/// How long nothing inexact may have come into a tile before it is made exact.
pub(crate) const STILL: Duration = Duration::from_millis(300);

/// The grid.
pub(crate) struct Tiles {
    width: u16,
    height: u16,
    across: usize,
    states: Vec<Tile>,
}

#[derive(Clone, Copy)]
struct Tile {
    exact: bool,
    /// The latest change of any kind; none before the first one.
    changed: Option<Instant>,
    /// The latest change that travelled inexactly; none where it may be made exact at once.
    blurred: Option<Instant>,
    /// When patches last proved dear, or would have: while film goes on it stays film.
    film: Option<Instant>,
}

impl Tiles {
    /// A grid on which the viewer holds nothing exactly.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let across = usize::from(width.div_ceil(SIDE));
        let down = usize::from(height.div_ceil(SIDE));
        let nothing = Tile { exact: false, changed: None, blurred: None, film: None };
        let states = vec![nothing; across * down];
        Self { width, height, across, states }
    }

    /// Whether any part of a rectangle has changed within `time` before `now`.
    pub(crate) fn changed_within(&self, rect: Rect, time: Duration, now: Instant) -> bool {
        self.under(rect).any(|index| {
            let changed = self.states[index].changed;
            changed.is_some_and(|changed| now.saturating_duration_since(changed) < time)
        })
    }

    /// A rectangle changes now and travels exactly.
    pub(crate) fn paint_exactly(&mut self, rect: Rect, now: Instant) {
        for index in self.under(rect).collect::<Vec<_>>() {
            let covered = intersection(rect, self.area(index)) == Some(self.area(index));
            self.states[index].exact |= covered;
            self.states[index].changed = Some(now);
            self.states[index].film = None;
        }
    }

    /// A rectangle changes now and travels inexactly.
    pub(crate) fn paint_inexactly(&mut self, rect: Rect, now: Instant) {
        for index in self.under(rect).collect::<Vec<_>>() {
            let film = self.states[index].film.map(|_| now);
            self.states[index] =
                Tile { exact: false, changed: Some(now), blurred: Some(now), film };
        }
    }

    /// A part of the picture shows now what another part showed: as exact as that was.
    pub(crate) fn shift(&mut self, moved: &Move, now: Instant) {
        let blurred: Vec<(usize, bool)> = self
            .under(moved.to)
            .map(|index| (index, self.source_is_blurred(index, moved)))
            .collect();
        for (index, source_is_blurred) in blurred {
            let covered = intersection(moved.to, self.area(index)) == Some(self.area(index));
            let state = &mut self.states[index];
            state.changed = Some(now);
            state.exact = !source_is_blurred && (covered || state.exact);
            if source_is_blurred {
                state.blurred = Some(now);
            }
        }
    }

    /// Whether anything that a move brings into a tile comes from an inexact one.
    fn source_is_blurred(&self, index: usize, moved: &Move) -> bool {
        let Some(part) = intersection(self.area(index), moved.to) else { return false };
        let x = moved.from_x + (part.x - moved.to.x);
        let y = moved.from_y + (part.y - moved.to.y);
        self.under(Rect { x, y, ..part }).any(|source| !self.states[source].exact)
    }

    /// Patches for a rectangle have proved dear.
    pub(crate) fn note_film(&mut self, rect: Rect, now: Instant) {
        for index in self.under(rect) {
            self.states[index].film = Some(now);
        }
    }

    /// Whether patches have proved dear in all of a rectangle within `time` before `now`, or it has
    /// gone on as video since.
    pub(crate) fn is_film(&self, rect: Rect, time: Duration, now: Instant) -> bool {
        self.under(rect).all(|index| {
            let film = self.states[index].film;
            film.is_some_and(|film| now.saturating_duration_since(film) < time)
        })
    }

    /// A rectangle is missing at the viewer and may be made exact at once.
    pub(crate) fn owe(&mut self, rect: Rect) {
        for index in self.under(rect).collect::<Vec<_>>() {
            self.states[index] = Tile { exact: false, blurred: None, ..self.states[index] };
        }
    }

    /// A rectangle has been made exact; nothing in it changed.
    pub(crate) fn sharpen(&mut self, rect: Rect) {
        for index in self.under(rect).collect::<Vec<_>>() {
            let covered = intersection(rect, self.area(index)) == Some(self.area(index));
            self.states[index].exact |= covered;
        }
    }

    /// When the first inexact tile will have stood still long enough; `now` for what is owed.
    pub(crate) fn due_at(&self, now: Instant) -> Option<Instant> {
        let inexact = self.states.iter().filter(|tile| !tile.exact);
        inexact.map(|tile| tile.blurred.map_or(now, |blurred| blurred + STILL)).min()
    }

    /// The inexact tiles that have stood still long enough: what changed in the same second
    /// together, latest first, and of that what lies nearest to where people look.
    pub(crate) fn due(&self, now: Instant, look_at: Option<(i32, i32)>) -> Vec<Rect> {
        let still = |tile: &Tile| tile.blurred.is_none_or(|blurred| blurred + STILL <= now);
        let mut due: Vec<usize> = (0..self.states.len())
            .filter(|index| !self.states[*index].exact && still(&self.states[*index]))
            .collect();
        due.sort_by_key(|index| {
            let age =
                self.states[*index].blurred.map(|blurred| now.saturating_duration_since(blurred));
            (age.map_or(0, |age| age.as_secs()), self.distance(*index, look_at), age)
        });
        due.into_iter().map(|index| self.area(index)).collect()
    }

    /// Tiles between a tile and a place.
    fn distance(&self, index: usize, place: Option<(i32, i32)>) -> i32 {
        let Some((x, y)) = place else { return 0 };
        let (column, row) = ((index % self.across) as i32, (index / self.across) as i32);
        let side = i32::from(SIDE);
        (x.div_euclid(side) - column).abs().max((y.div_euclid(side) - row).abs())
    }

    /// How much of the picture is exact, 0.0 to 1.0.
    pub(crate) fn exact_share(&self) -> f32 {
        let exact = self.states.iter().filter(|tile| tile.exact).count();
        exact as f32 / self.states.len().max(1) as f32
    }

    /// The tiles that a rectangle inside the picture touches.
    fn under(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let range = |start: u16, length: u16| {
            usize::from(start / SIDE)
                ..(usize::from(start) + usize::from(length)).div_ceil(SIDE.into())
        };
        let (across, columns) = (self.across, range(rect.x, rect.width));
        range(rect.y, rect.height)
            .flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }

    /// The pixels of a tile, cut at the picture's edges.
    fn area(&self, index: usize) -> Rect {
        let x = (index % self.across) as u16 * SIDE;
        let y = (index / self.across) as u16 * SIDE;
        Rect { x, y, width: SIDE.min(self.width - x), height: SIDE.min(self.height - y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
        Rect { x, y, width, height }
    }

    #[test]
    fn a_tile_becomes_due_once_it_stands_still() {
        let start = Instant::now();
        let mut tiles = Tiles::new(200, 100);
        tiles.sharpen(rect(0, 0, 200, 100));
        assert_eq!((tiles.due_at(start), tiles.exact_share()), (None, 1.0));
        tiles.paint_inexactly(rect(60, 10, 10, 10), start);
        assert_eq!(tiles.due_at(start), Some(start + STILL));
        assert_eq!(tiles.due(start + STILL / 2, None), []);
        assert_eq!(tiles.due(start + STILL, None), [rect(0, 0, 64, 64), rect(64, 0, 64, 64)]);
        tiles.paint_inexactly(rect(70, 10, 1, 1), start + STILL / 2);
        assert_eq!(tiles.due(start + STILL, None), [rect(0, 0, 64, 64)]);
    }

    #[test]
    fn a_small_patch_leaves_an_inexact_tile_inexact_and_an_exact_one_exact() {
        let now = Instant::now();
        let mut tiles = Tiles::new(128, 64);
        tiles.sharpen(rect(0, 0, 64, 64));
        tiles.paint_exactly(rect(60, 0, 10, 10), now);
        assert_eq!(tiles.due(now + STILL, None), [rect(64, 0, 64, 64)]);
        tiles.paint_exactly(rect(64, 0, 64, 64), now);
        assert_eq!(tiles.due_at(now), None);
    }

    #[test]
    fn what_turns_inside_a_blurred_tile_does_not_keep_it_blurred() {
        let start = Instant::now();
        let mut tiles = Tiles::new(64, 64);
        tiles.paint_inexactly(rect(0, 0, 64, 64), start);
        tiles.paint_exactly(rect(20, 20, 16, 16), start + STILL / 2);
        assert_eq!(tiles.due(start + STILL, None), [rect(0, 0, 64, 64)]);
        assert!(tiles.changed_within(rect(0, 0, 9, 9), STILL, start + STILL));
    }

    #[test]
    fn tiles_at_the_edges_are_cut_and_what_is_owed_is_due_at_once() {
        let now = Instant::now();
        let mut tiles = Tiles::new(65, 1);
        assert_eq!(tiles.due(now, None), [rect(0, 0, 64, 1), rect(64, 0, 1, 1)]);
        tiles.sharpen(rect(0, 0, 65, 1));
        tiles.owe(rect(64, 0, 1, 1));
        assert_eq!(tiles.due_at(now), Some(now));
        assert_eq!(tiles.due(now, None), [rect(64, 0, 1, 1)]);
    }

    #[test]
    fn what_changed_last_comes_first() {
        let start = Instant::now();
        let mut tiles = Tiles::new(192, 64);
        tiles.paint_inexactly(rect(0, 0, 64, 64), start);
        tiles.paint_inexactly(rect(128, 0, 64, 64), start + STILL / 3);
        tiles.paint_exactly(rect(64, 0, 64, 64), start);
        let due = tiles.due(start + STILL * 2, None);
        assert_eq!(due, [rect(128, 0, 64, 64), rect(0, 0, 64, 64)]);
        assert!(tiles.changed_within(rect(0, 0, 9, 9), STILL, start + STILL / 2));
        assert!(!tiles.changed_within(rect(0, 0, 9, 9), STILL, start + STILL));
    }

    #[test]
    fn what_moves_is_as_exact_as_it_was() {
        let start = Instant::now();
        let mut tiles = Tiles::new(256, 64);
        tiles.sharpen(rect(0, 0, 256, 64));
        tiles.paint_inexactly(rect(0, 0, 64, 64), start);
        // From a blurred tile into a part of an exact one; and from exact ones over a blurred one.
        tiles.shift(&Move { from_x: 0, from_y: 0, to: rect(130, 0, 40, 64) }, start);
        assert_eq!(tiles.due(start + STILL, None), [rect(0, 0, 64, 64), rect(128, 0, 64, 64)]);
        tiles.shift(&Move { from_x: 192, from_y: 0, to: rect(0, 0, 64, 64) }, start);
        assert_eq!(tiles.due(start + STILL, None), [rect(128, 0, 64, 64)]);
        // A part of a blurred tile stays blurred, whatever comes into it.
        tiles.shift(&Move { from_x: 0, from_y: 0, to: rect(128, 0, 63, 64) }, start);
        assert_eq!(tiles.due(start + STILL, None), [rect(128, 0, 64, 64)]);
    }

    #[test]
    fn what_people_look_at_comes_first() {
        let start = Instant::now();
        let tiles = Tiles::new(192, 64);
        let due = tiles.due(start, Some((150, 20)));
        assert_eq!(due, [rect(128, 0, 64, 64), rect(64, 0, 64, 64), rect(0, 0, 64, 64)]);
    }
}
