//! How long to wait before the next attempt to connect. Pure: chance comes in as an argument.

use std::time::Duration;

/// Exponential back-off with jitter, from half a second to fifteen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The longest wait after the first failure.
    pub const FIRST: Duration = Duration::from_millis(500);
    /// The longest wait at all.
    pub const MOST: Duration = Duration::from_secs(15);
    /// A connection that held for this long starts the back-off anew; one that is cut at once,
    /// again and again, does not.
    pub const STABLE: Duration = Duration::from_secs(5);

    /// Counts a failure and says how long to wait: `chance`, from 0 to 1, picks a moment in the
    /// second half of the present limit, so that clients cut together don't come back together.
    pub fn failed(&mut self, chance: f64) -> Duration {
        let limit = Self::FIRST.saturating_mul(1 << self.failures.min(5)).min(Self::MOST);
        self.failures = self.failures.saturating_add(1);
        limit.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }

    /// Takes note of how long a connection held.
    pub fn held(&mut self, time: Duration) {
        if time >= Self::STABLE {
            self.failures = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_limit() {
        let mut backoff = Backoff::default();
        let waits: Vec<_> = (0..8).map(|_| backoff.failed(1.0).as_millis()).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    }

    #[test]
    fn chance_stays_in_the_second_half() {
        for chance in [-1.0, 0.0, 0.3, 1.0, 7.0, f64::NAN.max(0.0)] {
            let wait = Backoff::default().failed(chance);
            assert!((250..=500).contains(&wait.as_millis()), "{chance}");
        }
    }

    #[test]
    fn only_a_connection_that_held_starts_anew() {
        let mut backoff = Backoff::default();
        backoff.failed(1.0);
        backoff.held(Duration::from_secs(1));
        assert_eq!(backoff.failed(1.0).as_millis(), 1_000);
        backoff.held(Backoff::STABLE);
        assert_eq!(backoff.failed(1.0).as_millis(), 500);
    }
}
