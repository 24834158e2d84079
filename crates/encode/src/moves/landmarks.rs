//! Landmarks: short pieces of two rows that their own content picks out, wherever they are, by a rolling
//! hash (as content-defined chunking does: Rabin 1981, Muthitacharoen et al. 2001). Landmarks of the
//! picture before that are found again tell how far they moved.

use std::collections::HashMap;

use corporate_protocol::screen::Rect;

use super::Shift;
use crate::picture::Picture;
use crate::shadow::Shadow;

/// Pixels of a landmark: some letters, so that most are one of a kind.
const LENGTH: usize = 32;
/// Rows between the two that make a landmark: strokes of letters go straight down for some rows,
/// and what stands there more than once says nothing.
const BETWEEN: usize = 5;
/// Changes of colour that a landmark has at least.
const CHANGES: u32 = 6;
/// One in so many places that could be a landmark is one, as bits.
const RARITY_BITS: u32 = 5;
/// The multiplier of the rolling hash; odd.
const BASE: u32 = 0x0100_0193;
/// Places in the table, a power of two.
const PLACES: usize = 1 << 15;
/// Landmarks that are kept, at most: the table stays half empty.
const MOST: usize = PLACES / 2;
/// Rows of the new picture that are looked at: one in so many is enough.
const EVERY: usize = 3;
/// Landmarks that must agree.
const LEAST_VOTES: u32 = 4;
/// No landmark: hashes are made odd.
const NOTHING: u32 = 0;
/// Stands for a landmark that there is more than once, which says nothing.
const MANY: [u16; 2] = [u16::MAX, u16::MAX];

/// A table of landmarks, with memory that it keeps.
#[derive(Default)]
pub(super) struct Landmarks {
    places: Vec<(u32, [u16; 2])>,
    kept: usize,
    votes: HashMap<Shift, u32>,
}

impl Landmarks {
    /// The shifts that landmarks inside of a region agree on, most votes first.
    pub(super) fn shifts(
        &mut self,
        before: &Shadow,
        now: &Picture<'_>,
        region: &[Rect],
    ) -> Vec<Shift> {
        self.places.clear();
        self.places.resize(PLACES, (NOTHING, MANY));
        self.kept = 0;
        self.votes.clear();
        let wide = || region.iter().filter(|rect| usize::from(rect.width) >= LENGTH);
        for rect in wide() {
            let pairs = before.rows(*rect).zip(before.rows(*rect).skip(BETWEEN));
            for ((above, row), y) in pairs.zip(rect.y..) {
                each(above, row, |at, hash| self.keep(hash, [rect.x + at as u16, y]));
            }
        }
        for rect in wide() {
            let pairs = now.rows(*rect).zip(now.rows(*rect).skip(BETWEEN));
            for ((above, row), y) in pairs.zip(rect.y..).step_by(EVERY) {
                each(above, row, |at, hash| self.vote(hash, [rect.x + at as u16, y]));
            }
        }
        let mut shifts: Vec<(Shift, u32)> =
            self.votes.iter().map(|(shift, votes)| (*shift, *votes)).collect();
        let most = shifts.iter().map(|(_, votes)| *votes).max().unwrap_or(0);
        shifts.retain(|(_, votes)| *votes >= LEAST_VOTES.max(most / 8));
        // Of shifts with as many votes always the same one first, whatever the map's order.
        shifts.sort_unstable_by_key(|(shift, votes)| (u32::MAX - votes, shift.y, shift.x));
        shifts.into_iter().map(|(shift, _)| shift).collect()
    }

    fn keep(&mut self, hash: u32, at: [u16; 2]) {
        let place = self.place(hash);
        match &mut self.places[place] {
            (NOTHING, _) if self.kept >= MOST => {}
            empty @ (NOTHING, _) => {
                *empty = (hash, at);
                self.kept += 1;
            }
            (_, there) => *there = MANY,
        }
    }

    fn vote(&mut self, hash: u32, at: [u16; 2]) {
        let (there, from) = self.places[self.place(hash)];
        if there == NOTHING || from == MANY || from == at {
            return;
        }
        let [x, y] = [0, 1].map(|side| i32::from(at[side]) - i32::from(from[side]));
        *self.votes.entry(Shift { x, y }).or_default() += 1;
    }

    /// Where a hash stands, or would.
    fn place(&self, hash: u32) -> usize {
        let mut place = (hash >> 7) as usize % PLACES;
        while ![NOTHING, hash].contains(&self.places[place].0) {
            place = (place + 1) % PLACES;
        }
        place
    }
}

/// Finds the landmarks of two rows: where each begins, and its hash.
fn each(above: &[u8], row: &[u8], mut found: impl FnMut(usize, u32)) {
    const OLDEST: u32 = power(BASE, LENGTH as u32);
    let (above, row) = (above.as_chunks::<4>().0, row.as_chunks::<4>().0);
    let colour = |pixel: [u8; 4]| u32::from_le_bytes(pixel) & 0x00ff_ffff;
    let value = |at: usize| {
        let upper = colour(above[at]).wrapping_mul(0xc2b2_ae3d);
        (colour(row[at]) ^ upper.rotate_left(13)).wrapping_mul(0x9e37_79b1) >> 3
    };
    let (mut hash, mut changes, mut last) = (0_u32, 0, 0);
    // Whether the pixel at a place differs from the one before it, for as long as it is inside.
    let mut changed = [0_u32; LENGTH];
    for at in 0..row.len() {
        let new = value(at);
        hash = hash.wrapping_mul(BASE).wrapping_add(new);
        let slot = &mut changed[at % LENGTH];
        changes -= *slot;
        *slot = u32::from(new != last);
        changes += *slot;
        last = new;
        if let Some(oldest) = at.checked_sub(LENGTH) {
            hash = hash.wrapping_sub(value(oldest).wrapping_mul(OLDEST));
        }
        let mixed = hash.wrapping_mul(0x85eb_ca6b);
        let mixed = mixed ^ mixed >> 15;
        if at + 1 >= LENGTH && changes > CHANGES && mixed & ((1 << RARITY_BITS) - 1) == 0 {
            found(at + 1 - LENGTH, mixed | 1);
        }
    }
}

const fn power(base: u32, exponent: u32) -> u32 {
    let (mut result, mut left) = (1_u32, exponent);
    while left > 0 {
        result = result.wrapping_mul(base);
        left -= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seed: u32) -> Vec<u8> {
        (0..4_000_u32)
            .flat_map(|at| ((at + seed).wrapping_mul(2_654_435_761) >> 9).to_le_bytes())
            .collect()
    }

    fn landmarks(row: &[u8]) -> Vec<(usize, u32)> {
        let mut all = Vec::new();
        each(row, row, |at, hash| all.push((at, hash)));
        all
    }

    #[test]
    fn content_keeps_its_landmarks_wherever_it_stands() {
        let here = landmarks(&row(0));
        let there = landmarks(&row(7));
        assert!((60..250).contains(&here.len()), "{}", here.len());
        let moved: Vec<(usize, u32)> =
            here.iter().filter(|(at, _)| *at >= 7).map(|(at, hash)| (at - 7, *hash)).collect();
        assert_eq!(moved[..], there[..moved.len()]);
    }

    #[test]
    fn flat_rows_have_none_and_short_rows_do_no_harm() {
        assert_eq!(landmarks(&[200; 8_000]), []);
        for pixels in 0..LENGTH {
            assert_eq!(landmarks(&row(0)[..pixels * 4]), []);
        }
    }
}
