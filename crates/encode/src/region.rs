//! Damage as few rectangles: inside the picture, disjoint, bounded in number, and covering all of
//! what was given, whatever a system or a test comes up with.

use corporate_protocol::screen::Rect;

/// Most rectangles of a region.
pub(crate) const RECTS: usize = 256;
/// Up to this number rectangles are compared with each other; more go through a grid.
const PAIRWISE: usize = 48;
/// Pixels along one side of the grid's cells.
const CELL: u32 = 64;
/// Pixels that may be painted for nothing to save one rectangle.
const WASTE_PIXELS: u64 = 256;

/// Simplifies rectangles of any number and order; the parts outside of the picture are cut off.
pub(crate) fn simplified(rects: &[Rect], width: u16, height: u16) -> Vec<Rect> {
    let mut clipped: Vec<Rect> =
        rects.iter().filter_map(|rect| clip(*rect, width, height)).collect();
    if clipped.len() > PAIRWISE {
        clipped = by_cells(&clipped, width, height);
    }
    if clipped.len() <= PAIRWISE {
        merge_pairs(&mut clipped);
        return clipped;
    }
    merge_neighbours(&mut clipped);
    if clipped.len() > RECTS {
        clipped = by_bands(&clipped, height);
    }
    clipped
}

/// The part of a rectangle that lies inside of another one; `None` where they share nothing.
pub(crate) fn intersection(one: Rect, other: Rect) -> Option<Rect> {
    let (x, y) = (one.x.max(other.x), one.y.max(other.y));
    let right = right(one).min(right(other));
    let bottom = bottom(one).min(bottom(other));
    (right > x.into() && bottom > y.into()).then(|| from_edges([x.into(), y.into(), right, bottom]))
}

/// Cuts a rectangle along a grid of this width and height, row by row. The grid is the picture's, so
/// that pieces of different rectangles meet at the same lines.
pub(crate) fn pieces(rect: Rect, width: u16, height: u16) -> impl Iterator<Item = Rect> {
    let cuts = |start: u16, end: u32, side: u16| {
        let side = u32::from(side.max(1));
        let lines = u32::from(start) / side..end.div_ceil(side);
        lines.map(move |line| {
            let from = (line * side).max(start.into());
            (from as u16, ((line + 1) * side).min(end).saturating_sub(from) as u16)
        })
    };
    let columns = cuts(rect.x, right(rect), width);
    cuts(rect.y, bottom(rect), height).flat_map(move |(y, height)| {
        columns.clone().map(move |(x, width)| Rect { x, y, width, height })
    })
}

/// The column behind the last one.
pub(crate) fn right(rect: Rect) -> u32 {
    u32::from(rect.x) + u32::from(rect.width)
}

/// The row behind the last one.
pub(crate) fn bottom(rect: Rect) -> u32 {
    u32::from(rect.y) + u32::from(rect.height)
}

/// A rectangle of left, upper, right and lower edge, which all fit.
fn from_edges([x, y, right, bottom]: [u32; 4]) -> Rect {
    Rect { x: x as u16, y: y as u16, width: (right - x) as u16, height: (bottom - y) as u16 }
}

fn clip(rect: Rect, width: u16, height: u16) -> Option<Rect> {
    intersection(rect, Rect { x: 0, y: 0, width, height })
}

fn bounds(one: Rect, other: Rect) -> Rect {
    from_edges([
        one.x.min(other.x).into(),
        one.y.min(other.y).into(),
        right(one).max(right(other)),
        bottom(one).max(bottom(other)),
    ])
}

/// Joins what overlaps, and what lies so close that one rectangle is cheaper than two.
fn merge_pairs(rects: &mut Vec<Rect>) {
    let mut index = 0;
    while index < rects.len() {
        let one = rects[index];
        let partner = (index + 1..rects.len()).find(|other| {
            let joined = bounds(one, rects[*other]).area();
            let apart = one.area() + rects[*other].area();
            intersection(one, rects[*other]).is_some() || joined <= apart + WASTE_PIXELS
        });
        match partner {
            Some(partner) => {
                rects[index] = bounds(one, rects.swap_remove(partner));
                // The larger rectangle may now reach one that was passed over.
                index = 0;
            }
            None => index += 1,
        }
    }
}

/// The bounds of everything inside each cell of a grid, row by row.
fn by_cells(rects: &[Rect], width: u16, height: u16) -> Vec<Rect> {
    let across = u32::from(width).div_ceil(CELL);
    let down = u32::from(height).div_ceil(CELL);
    let mut cells: Vec<Option<Rect>> = vec![None; (across * down) as usize];
    for rect in rects {
        for row in u32::from(rect.y) / CELL..bottom(*rect).div_ceil(CELL) {
            for column in u32::from(rect.x) / CELL..right(*rect).div_ceil(CELL) {
                let (x, y) = (column * CELL, row * CELL);
                let cell = from_edges([x, y, x + CELL, y + CELL]);
                if let Some(part) = intersection(*rect, cell) {
                    let slot = &mut cells[(row * across + column) as usize];
                    *slot = Some(slot.map_or(part, |there| bounds(there, part)));
                }
            }
        }
    }
    cells.into_iter().flatten().collect()
}

/// Joins rectangles that share a whole edge: along rows, then down columns.
fn merge_neighbours(rects: &mut Vec<Rect>) {
    let join = |rects: &mut Vec<Rect>, touch: fn(Rect, Rect) -> bool| {
        let mut joined: Vec<Rect> = Vec::with_capacity(rects.len());
        for rect in rects.drain(..) {
            match joined.last_mut() {
                Some(last) if touch(*last, rect) => *last = bounds(*last, rect),
                _ => joined.push(rect),
            }
        }
        *rects = joined;
    };
    join(rects, |one, other| {
        (one.y, one.height, right(one)) == (other.y, other.height, other.x.into())
    });
    rects.sort_unstable_by_key(|rect| (rect.x, rect.width, rect.y));
    join(rects, |one, other| {
        (one.x, one.width, bottom(one)) == (other.x, other.width, other.y.into())
    });
}

/// The bounds of everything inside each of as many bands as there may be rectangles.
fn by_bands(rects: &[Rect], height: u16) -> Vec<Rect> {
    let band = u32::from(height).div_ceil(RECTS as u32);
    let mut bands: Vec<Option<Rect>> = vec![None; RECTS];
    for rect in rects {
        for index in u32::from(rect.y) / band..bottom(*rect).div_ceil(band) {
            let (y, end) = (index * band, (index + 1) * band);
            let whole = from_edges([rect.x.into(), y, right(*rect), end]);
            if let Some(part) = intersection(*rect, whole) {
                let slot = &mut bands[index as usize];
                *slot = Some(slot.map_or(part, |there| bounds(there, part)));
            }
        }
    }
    bands.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
        Rect { x, y, width, height }
    }

    #[test]
    fn a_glyph_stays_as_it_is() {
        assert_eq!(simplified(&[rect(10, 20, 12, 13)], 1_920, 1_080), [rect(10, 20, 12, 13)]);
    }

    #[test]
    fn letters_of_a_word_become_one_and_far_changes_stay_apart() {
        let letters = [rect(10, 20, 8, 12), rect(20, 20, 8, 12), rect(1_800, 1_000, 9, 9)];
        let joined = simplified(&letters, 1_920, 1_080);
        assert_eq!(joined, [rect(10, 20, 18, 12), rect(1_800, 1_000, 9, 9)]);
    }

    #[test]
    fn what_lies_outside_or_is_empty_is_nothing() {
        let odd = [rect(100, 0, 5, 5), rect(0, 0, 0, 9), rect(65_535, 65_535, 65_535, 65_535)];
        assert_eq!(simplified(&odd, 100, 100), []);
        assert_eq!(simplified(&[rect(90, 95, 65_535, 65_535)], 100, 100), [rect(90, 95, 10, 5)]);
    }

    #[test]
    fn a_hundred_thousand_points_stay_bounded() {
        let points: Vec<Rect> = (0..100_000_u32)
            .map(|n| rect((n * 131 % 16_384) as u16, (n / 7) as u16, 1, 1))
            .collect();
        let region = simplified(&points, 16_384, 16_384);
        assert!((1..=RECTS).contains(&region.len()), "{}", region.len());
        assert!(
            points.iter().all(|point| region.iter().any(|it| intersection(*it, *point).is_some()))
        );
    }

    #[test]
    fn pieces_cover_a_rectangle_once() {
        let whole = rect(5, 6, 600, 300);
        let cut: Vec<Rect> = pieces(whole, 256, 256).collect();
        assert_eq!(cut.len(), 6);
        assert_eq!(cut.iter().map(Rect::area).sum::<u64>(), whole.area());
        assert!(cut.iter().all(|piece| intersection(*piece, whole) == Some(*piece)));
    }

    fn rects() -> impl Strategy<Value = Vec<Rect>> {
        let side = 0_u16..400;
        let one = (side.clone(), side, 0_u16..90, 0_u16..90)
            .prop_map(|(x, y, width, height)| rect(x, y, width, height));
        prop_oneof![prop::collection::vec(one.clone(), 0..20), prop::collection::vec(one, 20..300),]
    }

    proptest! {
        #[test]
        fn a_region_is_disjoint_inside_bounded_and_covers_everything(
            rects in rects(), width in 1_u16..300, height in 1_u16..300,
        ) {
            let region = simplified(&rects, width, height);
            prop_assert!(region.len() <= RECTS);
            let mut painted = vec![0_u8; usize::from(width) * usize::from(height)];
            let mut each = |rect: Rect, paint: &mut dyn FnMut(&mut u8)| {
                for y in rect.y..rect.y + rect.height {
                    for x in rect.x..rect.x + rect.width {
                        paint(&mut painted[usize::from(y) * usize::from(width) + usize::from(x)]);
                    }
                }
            };
            for rect in &region {
                prop_assert!(rect.fits(width, height));
                each(*rect, &mut |pixel| *pixel += 1);
            }
            for rect in rects.iter().filter_map(|rect| clip(*rect, width, height)) {
                each(rect, &mut |pixel| assert_eq!(*pixel, 1));
            }
            prop_assert!(painted.iter().all(|count| *count <= 1));
        }
    }
}
