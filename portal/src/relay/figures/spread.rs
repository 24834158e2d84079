//! How long something took, many times over, in a bounded room: eight ranges to each doubling, so
//! that what is read back is at most an eighth too long.

use corporate_protocol::report::StepFigures;
use serde::{Deserialize, Serialize};

/// Ranges to a doubling, as a power of two.
const FINE: u32 = 3;
/// Ranges of all times that a `u32` of microseconds can hold.
const RANGES: usize = (32 - FINE as usize + 1) << FINE;

/// Counts of times by range; empty at first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Spread(Vec<u32>);

impl Spread {
    pub(super) fn add(&mut self, micros: u32) {
        let range = range_of(micros);
        if self.0.len() <= range {
            self.0.resize(range + 1, 0);
        }
        self.0[range] = self.0[range].saturating_add(1);
    }

    /// Adds what was counted elsewhere; ranges that there can't be are left out.
    pub(super) fn merge(&mut self, other: &Self) {
        let counts = &other.0[..other.0.len().min(RANGES)];
        if self.0.len() < counts.len() {
            self.0.resize(counts.len(), 0);
        }
        for (own, more) in self.0.iter_mut().zip(counts) {
            *own = own.saturating_add(*more);
        }
    }

    pub(super) fn figures(&self) -> StepFigures {
        StepFigures { p50_us: self.at(50), p95_us: self.at(95) }
    }

    /// The nearest rank of this percentage.
    fn at(&self, percent: u64) -> u32 {
        let total: u64 = self.0.iter().map(|count| u64::from(*count)).sum();
        let rank = (total * percent).div_ceil(100);
        let mut passed = 0;
        for (range, count) in self.0.iter().enumerate() {
            passed += u64::from(*count);
            if passed >= rank && rank > 0 {
                return end_of(range);
            }
        }
        0
    }
}

fn range_of(micros: u32) -> usize {
    let doubling = micros.max(1).ilog2().saturating_sub(FINE);
    let within = micros >> doubling;
    ((doubling as usize) << FINE) + within as usize
}

/// The longest time of a range.
fn end_of(range: usize) -> u32 {
    let per = 1_usize << FINE;
    let doubling = (range / per).saturating_sub(1);
    let within = (range - doubling * per) as u64;
    u32::try_from(((within + 1) << doubling) - 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_has_a_range_that_ends_soon_after_it() {
        let mut last = 0;
        for micros in (0..100_000).chain([1 << 20, 1 << 31, u32::MAX - 1, u32::MAX]) {
            let range = range_of(micros);
            assert!(range >= last && range < RANGES, "{micros} is in {range}");
            last = range;
            let end = end_of(range);
            assert!(end >= micros && end - micros <= micros / 8, "{micros} ends at {end}");
        }
    }

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let mut spread = Spread::default();
        assert_eq!(spread.figures(), StepFigures::default());
        for micros in [1, 2, 3, 4, 5, 6, 7, 7, 7, 1_000] {
            spread.add(micros);
        }
        let figures = spread.figures();
        assert_eq!(figures.p50_us, 5);
        assert!((1_000..1_125).contains(&figures.p95_us), "{figures:?}");
        let mut twice = spread.clone();
        twice.merge(&spread);
        assert_eq!(twice.figures(), figures);
        let foreign = Spread(vec![1; 100_000]);
        twice.merge(&foreign);
        assert_eq!(twice.0.len(), RANGES);
    }
}
