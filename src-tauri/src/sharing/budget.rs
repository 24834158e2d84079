//! How much of the processor sharing may take: the machine is its owner's, who works on it
//! meanwhile. Time is an argument.

use std::time::{Duration, Instant};

/// What takes no longer than this is not counted: typing and scrolling are never held up.
const FREE: Duration = Duration::from_millis(5);
/// The longest rest: even a slow machine shows motion.
const MOST_REST: Duration = Duration::from_millis(100);

/// The processor time of one encoder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Part of one core, in percent.
    percent: u32,
    rest_until: Option<Instant>,
}

impl Budget {
    /// Half of a core where there are two; more where others keep enough.
    pub(super) fn of_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::of(cores)
    }

    const fn of(cores: usize) -> Self {
        let percent = match cores {
            0..=2 => 50,
            3..=4 => 70,
            _ => 90,
        };
        Self { percent, rest_until: None }
    }

    /// An encoding has taken so long and ends now.
    pub(super) fn spent(&mut self, time: Duration, now: Instant) {
        let rest = (time * (100 - self.percent) / self.percent).min(MOST_REST);
        self.rest_until = (time > FREE).then(|| now + rest);
    }

    /// How long to rest from now on.
    pub(super) fn rest(&self, now: Instant) -> Duration {
        self.rest_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quick_needs_no_rest_and_what_is_slow_as_long_again() {
        let now = Instant::now();
        let mut budget = Budget::of(2);
        budget.spent(Duration::from_millis(4), now);
        assert_eq!(budget.rest(now), Duration::ZERO);
        budget.spent(Duration::from_millis(20), now);
        assert_eq!(budget.rest(now), Duration::from_millis(20));
        assert_eq!(budget.rest(now + Duration::from_millis(21)), Duration::ZERO);
        budget.spent(Duration::from_secs(2), now);
        assert_eq!(budget.rest(now), MOST_REST);
    }

    #[test]
    fn more_cores_leave_more() {
        let now = Instant::now();
        let rest = |cores| {
            let mut budget = Budget::of(cores);
            budget.spent(Duration::from_millis(20), now);
            budget.rest(now)
        };
        assert!(rest(2) > rest(4) && rest(4) > rest(8));
    }
}
