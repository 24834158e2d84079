//! Token buckets in memory, one for each address or similar key. Bounded: where too many keys
//! come, the fullest buckets are forgotten first, which forgives and never locks out.

mod addresses;
mod guesses;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

pub(crate) use addresses::AddressLimit;
pub(crate) use guesses::{Attempt, GuessAllowance, GuessLimit};

/// Keys that are remembered.
const KEYS: usize = 10_000;

/// How much is allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// At once.
    pub burst: u32,
    /// Time after which one more is allowed.
    pub one_each: Duration,
}

impl Allowance {
    /// As many times as much, at once and later.
    fn times(self, shares: u32) -> Self {
        Self { burst: self.burst.saturating_mul(shares), one_each: self.one_each / shares }
    }
}

/// The bucket is empty; after this time there is one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooSoon(pub(crate) Duration);

impl TooSoon {
    /// Whole seconds to wait, one at least.
    pub(crate) fn seconds(self) -> u32 {
        u32::try_from(self.0.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// Buckets for keys of one kind.
pub(crate) struct RateLimit<K> {
    allowance: Allowance,
    buckets: Mutex<HashMap<K, Bucket>>,
}

/// What one key has left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn full(allowance: Allowance, now: Instant) -> Self {
        Self { tokens: f64::from(allowance.burst), at: now }
    }

    fn refill(&mut self, allowance: Allowance, now: Instant) {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        let gained = since / allowance.one_each.as_secs_f64();
        self.tokens = (self.tokens + gained).min(f64::from(allowance.burst));
        self.at = now;
    }

    /// Takes one where there is one.
    pub(crate) fn take(&mut self, allowance: Allowance, now: Instant) -> bool {
        self.refill(allowance, now);
        let there = self.tokens >= 1.0;
        if there {
            self.tokens -= 1.0;
        }
        there
    }

    /// Takes one in any case; where none was left, the time to wait before the next.
    pub(crate) fn owe(&mut self, allowance: Allowance, now: Instant) -> Option<Duration> {
        self.owe_times(1, allowance, now)
    }

    /// Takes so many as [`Bucket::owe`] takes one.
    pub(crate) fn owe_times(
        &mut self,
        times: u32,
        allowance: Allowance,
        now: Instant,
    ) -> Option<Duration> {
        self.refill(allowance, now);
        self.tokens -= f64::from(times);
        (self.tokens < 0.0).then(|| allowance.one_each.mul_f64(-self.tokens))
    }
}

impl<K: Eq + Hash + Clone> RateLimit<K> {
    /// Full buckets for everybody.
    pub(crate) fn new(allowance: Allowance) -> Self {
        Self { allowance, buckets: Mutex::default() }
    }

    /// Takes one from a key's bucket.
    ///
    /// # Errors
    /// [`TooSoon`] where it is empty.
    pub(crate) fn take(&self, key: &K, now: Instant) -> Result<(), TooSoon> {
        self.bucket(key, now, |bucket| {
            if bucket.take(self.allowance, now) {
                return Ok(());
            }
            Err(TooSoon(self.allowance.one_each.mul_f64(1.0 - bucket.tokens)))
        })
    }

    /// Uses the bucket of a key, a full one where it is new.
    fn bucket<T>(&self, key: &K, now: Instant, used: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEYS && !buckets.contains_key(key) {
            self.forget(&mut buckets, now);
        }
        used(buckets.entry(key.clone()).or_insert_with(|| Bucket::full(self.allowance, now)))
    }

    /// Takes one from a key's bucket in any case; where none was left, the time to wait.
    pub(crate) fn owe(&self, key: &K, now: Instant) -> Option<Duration> {
        self.bucket(key, now, |bucket| bucket.owe(self.allowance, now))
    }

    /// How long a key that owes something has to wait; takes nothing.
    pub(crate) fn owed(&self, key: &K, now: Instant) -> Option<Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get_mut(key)?;
        bucket.refill(self.allowance, now);
        (bucket.tokens < 0.0).then(|| self.allowance.one_each.mul_f64(-bucket.tokens))
    }

    /// Puts back what was taken for something that does not count.
    pub(crate) fn give_back(&self, key: &K, now: Instant) {
        self.bucket(key, now, |bucket| {
            bucket.refill(self.allowance, now);
            bucket.tokens = (bucket.tokens + 1.0).min(f64::from(self.allowance.burst));
        });
    }

    /// Forgets what a key has used, for instance after a right password.
    pub(crate) fn forgive(&self, key: &K) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn forget(&self, buckets: &mut HashMap<K, Bucket>, now: Instant) {
        for bucket in buckets.values_mut() {
            bucket.refill(self.allowance, now);
        }
        let mut left: Vec<f64> = buckets.values().map(|bucket| bucket.tokens).collect();
        left.sort_by(f64::total_cmp);
        let median = left.get(left.len() / 2).copied().unwrap_or_default();
        buckets.retain(|_, bucket| bucket.tokens < median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWANCE: Allowance = Allowance { burst: 3, one_each: Duration::from_secs(10) };

    #[test]
    fn a_burst_is_allowed_and_then_one_each_time() {
        let limit = RateLimit::new(ALLOWANCE);
        let start = Instant::now();
        let allowed = (0..5).filter(|_| limit.take(&"a", start).is_ok()).count();
        assert_eq!(allowed, 3);
        assert!(limit.take(&"b", start).is_ok(), "another key has its own bucket");
        assert!(limit.take(&"a", start + Duration::from_secs(9)).is_err());
        assert!(limit.take(&"a", start + Duration::from_secs(11)).is_ok());
        limit.forgive(&"a");
        assert!(limit.take(&"a", start + Duration::from_secs(11)).is_ok());
    }

    #[test]
    fn who_owes_waits_as_long_as_it_takes() {
        let now = Instant::now();
        let mut bucket = Bucket::full(ALLOWANCE, now);
        let waits: Vec<_> = (0..5).map(|_| bucket.owe(ALLOWANCE, now)).collect();
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(waits, [None, None, None, seconds(10), seconds(20)]);
        assert_eq!(bucket.owe(ALLOWANCE, now + Duration::from_secs(30)), None);
    }

    #[test]
    fn a_debt_stays_with_the_key() {
        let limit = RateLimit::new(ALLOWANCE);
        let now = Instant::now();
        assert_eq!(limit.owed(&"a", now), None);
        for _ in 0..4 {
            limit.owe(&"a", now);
        }
        assert_eq!(limit.owed(&"a", now), Some(Duration::from_secs(10)));
        assert_eq!(limit.owed(&"b", now), None);
        assert_eq!(limit.owed(&"a", now + Duration::from_secs(10)), None);
    }

    #[test]
    fn a_flood_of_keys_stays_bounded_and_keeps_those_that_used_most() {
        let limit = RateLimit::new(ALLOWANCE);
        let now = Instant::now();
        while limit.take(&0, now).is_ok() {}
        for key in 1..=(2 * KEYS) {
            assert!(limit.take(&key, now).is_ok());
        }
        let kept = limit.buckets.lock().expect("no panic before").len();
        assert!(kept <= KEYS, "{kept} keys");
        assert!(limit.take(&0, now).is_err(), "the empty bucket was forgotten");
    }
}
