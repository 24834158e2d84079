//! The picture as the viewer is meant to have it: what was last encoded, exact. What moved is looked
//! for in it, and what is left to send after a move is the difference to it.

use corporate_protocol::screen::Rect;

use crate::picture::{BYTES_PER_PIXEL, Picture};
use crate::region;

/// Cells that are compared at once, and so the least distance of differences that are told apart.
const CELL_WIDTH: u16 = 32;
const CELL_HEIGHT: u16 = 16;
/// The bits of a pixel that are colour.
const COLOUR: u32 = 0x00ff_ffff;

/// A copy of the picture: rows of B, G, R, X without gaps.
pub(crate) struct Shadow {
    width: u16,
    height: u16,
    bytes: Vec<u8>,
}

/// A part of the picture that shows elsewhere what it showed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Move {
    /// Left edge of the source.
    pub(crate) from_x: u16,
    /// Upper edge of the source.
    pub(crate) from_y: u16,
    /// Where it shows now; inside the picture, as the source is.
    pub(crate) to: Rect,
}

impl Move {
    /// Where it showed before.
    pub(crate) const fn source(&self) -> Rect {
        Rect { x: self.from_x, y: self.from_y, ..self.to }
    }
}

impl Shadow {
    /// A black picture.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let pixels = usize::from(width) * usize::from(height);
        Self { width, height, bytes: vec![0; pixels * BYTES_PER_PIXEL] }
    }

    /// The rows of a rectangle inside the picture.
    pub(crate) fn rows(&self, rect: Rect) -> impl Iterator<Item = &[u8]> {
        let (left, bytes) = self.left_and_bytes(rect);
        let stride = self.stride();
        let rows = self.bytes.chunks_exact(stride).skip(rect.y.into()).take(rect.height.into());
        rows.map(move |row| &row[left..left + bytes])
    }

    /// Takes in what a rectangle shows now.
    pub(crate) fn take(&mut self, picture: &Picture<'_>, rect: Rect) {
        let (left, bytes) = self.left_and_bytes(rect);
        let stride = self.stride();
        let rows = self.bytes.chunks_exact_mut(stride).skip(rect.y.into());
        for (row, new) in rows.zip(picture.rows(rect)) {
            row[left..left + bytes].copy_from_slice(new);
        }
    }

    /// Does what the viewer does with a move.
    pub(crate) fn shift(&mut self, moved: &Move) {
        let (left, bytes) = self.left_and_bytes(moved.to);
        let from_left = usize::from(moved.from_x) * BYTES_PER_PIXEL;
        let stride = self.stride();
        let mut copy = |row: usize| {
            let from = (usize::from(moved.from_y) + row) * stride + from_left;
            let to = (usize::from(moved.to.y) + row) * stride + left;
            self.bytes.copy_within(from..from + bytes, to);
        };
        // What is still to be read must not be overwritten: downwards from the last row.
        if moved.to.y > moved.from_y {
            (0..usize::from(moved.to.height)).rev().for_each(&mut copy);
        } else {
            (0..usize::from(moved.to.height)).for_each(&mut copy);
        }
    }

    /// Where a picture differs inside of these rectangles, as few rectangles.
    pub(crate) fn differences(&self, picture: &Picture<'_>, region: &[Rect]) -> Vec<Rect> {
        let mut found = Vec::new();
        for rect in region {
            let cells = region::pieces(*rect, CELL_WIDTH, CELL_HEIGHT);
            found.extend(cells.filter_map(|cell| self.bounds(picture, cell)));
        }
        region::simplified(&found, self.width, self.height)
    }

    /// The bounds of what differs inside a cell.
    fn bounds(&self, picture: &Picture<'_>, cell: Rect) -> Option<Rect> {
        let (mut top, mut bottom) = (None, 0);
        let (mut left, mut right) = (usize::MAX, 0);
        for (index, (old, new)) in self.rows(cell).zip(picture.rows(cell)).enumerate() {
            if same(old, new) {
                continue;
            }
            let (old, new) = (old.as_chunks::<4>().0, new.as_chunks::<4>().0);
            let differ = |(old, new): (&[u8; 4], &[u8; 4])| !same(old, new);
            let first = old.iter().zip(new).position(differ)?;
            let last = old.iter().zip(new).rposition(differ)?;
            top.get_or_insert(index);
            bottom = index;
            (left, right) = (left.min(first), right.max(last));
        }
        let top = top?;
        Some(Rect {
            x: cell.x + left as u16,
            y: cell.y + top as u16,
            width: (right - left + 1) as u16,
            height: (bottom - top + 1) as u16,
        })
    }

    fn stride(&self) -> usize {
        usize::from(self.width) * BYTES_PER_PIXEL
    }

    fn left_and_bytes(&self, rect: Rect) -> (usize, usize) {
        debug_assert!(rect.fits(self.width, self.height), "a rectangle of the picture");
        (usize::from(rect.x) * BYTES_PER_PIXEL, usize::from(rect.width) * BYTES_PER_PIXEL)
    }
}

/// Whether pixels show the same colours; without a branch inside, for the vectoriser.
pub(crate) fn same(old: &[u8], new: &[u8]) -> bool {
    let (old, new) = (old.as_chunks().0, new.as_chunks().0);
    let colour = |pixel: &[u8; 4]| u32::from_le_bytes(*pixel) & COLOUR;
    old.iter().zip(new).fold(0, |all, (old, new)| all | (colour(old) ^ colour(new))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
        Rect { x, y, width, height }
    }

    /// 100 by 60 pixels, each of its own colour.
    fn colours() -> Vec<u8> {
        (0..6_000_u32).flat_map(|at| (at | 0x0900_0000).to_le_bytes()).collect()
    }

    fn shadow_of(bytes: &[u8]) -> Shadow {
        let mut shadow = Shadow::new(100, 60);
        shadow.take(&Picture::new(100, 60, 400, bytes).expect("a picture"), rect(0, 0, 100, 60));
        shadow
    }

    #[test]
    fn a_shift_reads_what_was_there_before_it() {
        for (from, to) in [([3, 4], [5, 9]), ([5, 9], [3, 4]), ([5, 4], [9, 4]), ([9, 4], [5, 4])] {
            let mut shadow = shadow_of(&colours());
            let to = rect(to[0], to[1], 40, 30);
            shadow.shift(&Move { from_x: from[0], from_y: from[1], to });
            let before = shadow_of(&colours());
            let source = rect(from[0], from[1], 40, 30);
            assert!(shadow.rows(to).eq(before.rows(source)), "{from:?} to {to:?}");
        }
    }

    #[test]
    fn only_what_differs_in_colour_is_found() {
        let mut bytes = colours();
        let shadow = shadow_of(&bytes);
        bytes.iter_mut().skip(3).step_by(4).for_each(|unused| *unused = 77);
        for (x, y) in [(10, 5), (14, 9), (90, 50)] {
            bytes[(y * 100 + x) * 4] ^= 1;
        }
        let picture = Picture::new(100, 60, 400, &bytes).expect("a picture");
        let found = shadow.differences(&picture, &[rect(0, 0, 100, 60)]);
        assert_eq!(found, [rect(10, 5, 5, 5), rect(90, 50, 1, 1)]);
        assert_eq!(shadow.differences(&picture, &[rect(20, 0, 60, 60)]), []);
    }
}
