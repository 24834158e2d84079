//! How long a download will still take, estimated from how fast it has come lately. Pure: the time
//! is an argument.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How far back the speed is looked at.
const WINDOW: Duration = Duration::from_secs(10);
/// How long a download has to be watched before anything is said.
const ENOUGH: Duration = Duration::from_secs(2);
/// Looks that are kept; at one each quarter of a second this is longer than the window.
const LOOKS: usize = 64;
/// The least time between two looks that are kept.
const BETWEEN: Duration = Duration::from_millis(250);
/// Longer than this is not foretold.
const FAR: Duration = Duration::from_hours(2);

/// Watches one download.
#[derive(Debug, Default)]
pub(super) struct Remaining {
    looks: VecDeque<(Instant, u64)>,
}

impl Remaining {
    /// Takes how far it is; answers with how long it will still take, where that can be said.
    pub(super) fn look(
        &mut self,
        now: Instant,
        done_bytes: u64,
        total_bytes: u64,
    ) -> Option<Duration> {
        if self.looks.back().is_some_and(|(_, before)| *before > done_bytes) {
            // It has begun again.
            self.looks.clear();
        }
        let is_due = self.looks.back().is_none_or(|(last, _)| now.duration_since(*last) >= BETWEEN);
        if is_due {
            self.looks.push_back((now, done_bytes));
        }
        while self.looks.len() > LOOKS || self.is_stale(now) {
            self.looks.pop_front();
        }
        let (since, from) = *self.looks.front()?;
        let (took, came) = (now.duration_since(since), done_bytes.saturating_sub(from));
        if took < ENOUGH || came == 0 {
            return None;
        }
        let missing = total_bytes.saturating_sub(done_bytes) as f64;
        let left = missing * took.as_secs_f64() / came as f64;
        Duration::try_from_secs_f64(left).ok().filter(|left| *left <= FAR)
    }

    /// Whether the first look is too old, and another takes its place.
    fn is_stale(&self, now: Instant) -> bool {
        self.looks.len() > 2 && now.duration_since(self.looks[0].0) > WINDOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOTAL: u64 = 100_000_000;

    #[test]
    fn a_steady_download_ends_when_it_is_said_to() {
        let (start, mut remaining) = (Instant::now(), Remaining::default());
        let at = |second: u64| start + Duration::from_secs(second);
        assert_eq!(remaining.look(at(0), 0, TOTAL), None);
        assert_eq!(remaining.look(at(1), 1_000_000, TOTAL), None);
        for second in 2..90 {
            let left = remaining.look(at(second), second * 1_000_000, TOTAL);
            let left = left.expect("an estimate").as_secs_f64();
            assert!((left - (100 - second) as f64).abs() < 0.1, "{second}: {left}");
        }
    }

    #[test]
    fn what_came_from_an_earlier_run_is_not_taken_for_speed() {
        let (start, mut remaining) = (Instant::now(), Remaining::default());
        remaining.look(start, 90_000_000, TOTAL);
        let left = remaining.look(start + Duration::from_secs(5), 95_000_000, TOTAL);
        assert_eq!(left, Some(Duration::from_secs(5)));
    }

    #[test]
    fn a_faster_line_is_noticed() {
        let (start, mut remaining) = (Instant::now(), Remaining::default());
        let mut done = 0;
        let mut left = None;
        for second in 0..40 {
            left = remaining.look(start + Duration::from_secs(second), done, TOTAL);
            done += if second < 20 { 100_000 } else { 1_000_000 };
        }
        let left = left.expect("an estimate");
        assert!(left < Duration::from_secs(100), "{left:?}");
    }

    #[test]
    fn a_standing_or_restarted_download_says_nothing() {
        let (start, mut remaining) = (Instant::now(), Remaining::default());
        for second in 0..60 {
            let left = remaining.look(start + Duration::from_secs(second), 5, TOTAL);
            assert_eq!(left, None);
        }
        assert_eq!(remaining.look(start + Duration::from_mins(2), 0, TOTAL), None);
        assert!(remaining.looks.len() <= LOOKS);
    }
}
