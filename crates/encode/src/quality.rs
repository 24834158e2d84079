//! Chooses the quantiser of each video picture from what the ones before it cost, so that it has
//! about the bytes that it may have. Whatever that blurs is made exact once it stands still.
//!
//! Six steps of the quantiser halve the bytes, roughly (ITU-T H.264, 8.5: they double the step).

use std::time::{Duration, Instant};

/// Finest quantiser, for small changes.
const SMALL: u8 = 20;
/// Finest quantiser where much of the picture changes, and of key pictures.
const LARGE: u8 = 24;
/// Coarsest quantiser.
const COARSEST: u8 = 51;
/// Share of the picture from which a change counts as large.
const LARGE_SHARE: f32 = 0.1;
/// Bytes that motion takes a second, at most; more of it is not seen.
const BYTES_PER_SECOND: f32 = 1_000_000.0;
/// The shortest time that a picture is given bytes for.
const LEAST_TIME: Duration = Duration::from_millis(16);
/// The quantiser that costs are kept for.
const REFERENCE: f32 = 24.0;

/// What was learnt from the pictures before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quality {
    key: Cost,
    other: Cost,
    /// When the picture before was made.
    before: Option<Instant>,
}

/// Bytes for each changed pixel at the reference quantiser.
#[derive(Clone, Copy, Debug)]
struct Cost(f32);

/// A picture to be encoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    /// Whether it stands for itself.
    pub(crate) key: bool,
    /// Pixels that change.
    pub(crate) pixels: u64,
    /// Their share of the picture.
    pub(crate) share: f32,
    /// Bytes that it may have.
    pub(crate) most_bytes: usize,
}

impl Default for Quality {
    fn default() -> Self {
        // A first page of text: 200 to 340 kB at 20 for two million pixels.
        Self { key: Cost(0.08), other: Cost(0.05), before: None }
    }
}

impl Quality {
    /// The quantiser for a picture.
    pub(crate) fn quantiser(&self, task: &Task, now: Instant) -> u8 {
        let finest = if task.key || task.share >= LARGE_SHARE { LARGE } else { SMALL };
        let most = task.most_bytes as f32;
        let since = self.before.map(|before| now.saturating_duration_since(before));
        let paced = match since {
            Some(since) if !task.key => since.max(LEAST_TIME).as_secs_f32() * BYTES_PER_SECOND,
            _ => most,
        };
        self.cost(task.key).quantiser(task.pixels, most.min(paced)).clamp(finest, COARSEST)
    }

    /// Learns from the size of a picture.
    pub(crate) fn learn(&mut self, task: &Task, quantiser: u8, bytes: usize, now: Instant) {
        let cost = if task.key { &mut self.key } else { &mut self.other };
        cost.learn(task.pixels, quantiser, bytes);
        self.before = Some(now);
    }

    const fn cost(&self, key: bool) -> Cost {
        if key { self.key } else { self.other }
    }
}

impl Cost {
    fn quantiser(self, pixels: u64, bytes: f32) -> u8 {
        let at_reference = self.0 * pixels as f32;
        6.0_f32.mul_add((at_reference / bytes.max(1.0)).log2(), REFERENCE).ceil().max(0.0) as u8
    }

    /// Believes in rising costs at once, and in falling ones a little at a time.
    fn learn(&mut self, pixels: u64, quantiser: u8, bytes: usize) {
        let halvings = (f32::from(quantiser) - REFERENCE) / 6.0;
        let seen = bytes as f32 * halvings.exp2() / pixels.max(1) as f32;
        let weight = if seen > self.0 { 0.7 } else { 0.2 };
        self.0 = (self.0 + weight * (seen - self.0)).clamp(1e-4, 10.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(33);
    const ALL: u64 = 1_920 * 1_080;

    fn task(key: bool, share: f32, most_bytes: usize) -> Task {
        Task { key, pixels: (ALL as f32 * share) as u64, share, most_bytes }
    }

    /// What a picture would have if it cost so much at the reference quantiser.
    fn bytes(task: &Task, cost: f32, quantiser: u8) -> usize {
        (task.pixels as f32 * cost / ((f32::from(quantiser) - REFERENCE) / 6.0).exp2()) as usize
    }

    #[test]
    fn a_budget_is_kept_after_a_few_pictures() {
        for (cost, most_bytes) in [(0.5, 20_000), (0.02, 4_000), (2.0, 60_000)] {
            let (mut quality, mut now) = (Quality::default(), Instant::now());
            let motion = task(false, 1.0, most_bytes);
            let mut last = 0;
            for _ in 0..20 {
                now += STEP;
                let quantiser = quality.quantiser(&motion, now);
                last = bytes(&motion, cost, quantiser);
                quality.learn(&motion, quantiser, last, now);
            }
            let coarsest = bytes(&motion, cost, COARSEST);
            assert!(last <= most_bytes.max(coarsest) * 11 / 10, "{last} of {most_bytes}");
        }
    }

    #[test]
    fn what_costs_little_is_fine_and_no_finer_than_that() {
        let (mut quality, now) = (Quality::default(), Instant::now());
        for _ in 0..50 {
            quality.learn(&task(false, 0.01, 64_000), 20, 10, now);
        }
        assert_eq!(quality.quantiser(&task(false, 0.01, 64_000), now + STEP), SMALL);
        assert_eq!(quality.quantiser(&task(false, 1.0, 64_000), now + STEP), LARGE);
    }

    #[test]
    fn a_narrow_line_has_a_coarse_first_picture() {
        let (quality, now) = (Quality::default(), Instant::now());
        let wide = quality.quantiser(&task(true, 1.0, 400_000), now);
        let narrow = quality.quantiser(&task(true, 1.0, 20_000), now);
        assert_eq!(wide, LARGE);
        assert!((38..=COARSEST).contains(&narrow), "{narrow}");
    }
}
