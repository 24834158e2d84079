//! Figures of what was painted and what was seen: which update arrived when, percentiles.

use std::time::Duration;

use serde::Serialize;

use super::strip;

/// A number on a screen, and when: since a moment that is the same for both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The number.
    pub number: u16,
    /// When it was painted, or first seen.
    pub at: Duration,
}

/// Times from glass to glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Times {
    /// The median, in milliseconds.
    pub p50_ms: f64,
    /// What nineteen of twenty stay below, in milliseconds.
    pub p95_ms: f64,
    /// How many were timed.
    pub count: usize,
}

impl Times {
    /// Those of a list, in any order; none of an empty one.
    pub fn of(mut times_ms: Vec<f64>) -> Option<Self> {
        times_ms.sort_by(f64::total_cmp);
        Some(Self {
            p50_ms: percentile(&times_ms, 0.5)?,
            p95_ms: percentile(&times_ms, 0.95)?,
            count: times_ms.len(),
        })
    }
}

/// The value that this share of sorted values does not exceed (nearest rank); none of nothing.
pub fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1).min(sorted.len().checked_sub(1)?)).copied()
}

/// What became of the updates of one scene.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrivals {
    /// For each that was seen, in milliseconds.
    pub times_ms: Vec<f64>,
    /// For each until it or a newer one was seen, in milliseconds: how late the picture was. Where
    /// none was, until nobody looked any more: it was at least so late.
    pub ages_ms: Vec<f64>,
    /// Those that were never seen.
    pub lost: usize,
}

/// Finds each painted number among those that were seen until `end`. Both lists are in the order of
/// time, and span less than half of all numbers.
pub fn arrivals(painted: &[Sight], seen: &[Sight], end: Duration) -> Arrivals {
    let mut arrivals = Arrivals::default();
    for paint in painted {
        let later = |sight: &&Sight| sight.at >= paint.at;
        let after = || seen.iter().filter(later);
        let since = |at: Duration| at.saturating_sub(paint.at).as_secs_f64() * 1000.0;
        match after().find(|sight| sight.number == paint.number) {
            Some(sight) => arrivals.times_ms.push(since(sight.at)),
            None => arrivals.lost += 1,
        }
        let newer = |sight: &&Sight| strip::distance(paint.number, sight.number).is_some();
        arrivals.ages_ms.push(since(after().find(newer).map_or(end, |sight| sight.at)));
    }
    arrivals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sights(list: &[(u16, u64)]) -> Vec<Sight> {
        let sight =
            |(number, ms): &(u16, u64)| Sight { number: *number, at: Duration::from_millis(*ms) };
        list.iter().map(sight).collect()
    }

    #[test]
    fn percentiles_are_values_of_the_list() {
        let list: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(percentile(&list, 0.5), Some(10.0));
        assert_eq!(percentile(&list, 0.95), Some(19.0));
        assert_eq!(percentile(&list, 1.0), Some(20.0));
        assert_eq!(percentile(&list[..1], 0.95), Some(1.0));
        assert_eq!(percentile(&[], 0.5), None);
        let times = Times::of(vec![30.0, 10.0, 20.0]).expect("times");
        assert_eq!(times, Times { p50_ms: 20.0, p95_ms: 30.0, count: 3 });
    }

    #[test]
    fn a_dropped_update_is_lost_and_counts_until_a_newer_one() {
        let painted = sights(&[(4094, 0), (4095, 10), (0, 20), (1, 30)]);
        let seen = sights(&[(4094, 5), (0, 40), (1, 41)]);
        let arrivals = arrivals(&painted, &seen, Duration::from_millis(90));
        assert_eq!(arrivals.times_ms, [5.0, 20.0, 11.0]);
        assert_eq!(arrivals.ages_ms, [5.0, 30.0, 20.0, 11.0]);
        assert_eq!(arrivals.lost, 1);
    }

    #[test]
    fn what_was_seen_before_is_not_what_was_painted_now() {
        let end = Duration::from_millis(130);
        let arrivals = arrivals(&sights(&[(7, 100)]), &sights(&[(7, 50)]), end);
        assert_eq!((arrivals.lost, arrivals.times_ms.len()), (1, 0));
        assert_eq!(arrivals.ages_ms, [30.0], "it was at least so late");
    }
}
