//! How fast one socket's messages are taken in. Whoever sends faster than any honest peer is read
//! more slowly: the line fills up on the other side, and the portal's time stays for the rest.

use std::time::Duration;

use tokio::time::Instant;

use crate::rate_limit::{Allowance, Bucket};

/// Messages at once, and later 500 a second: several times what a screen shows.
const MESSAGES: Allowance = Allowance { burst: 1_000, one_each: Duration::from_millis(2) };
/// So many bytes count as one message more: 32 MiB a second.
const BYTES: usize = 64 * 1024;

/// The pace of one socket.
pub(super) struct Pace {
    bucket: Bucket,
    pause: Option<Instant>,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { bucket: Bucket::full(MESSAGES, now), pause: None }
    }

    /// Counts a message of this length.
    pub(super) fn came(&mut self, bytes: usize, now: Instant) {
        let times = u32::try_from(1 + bytes / BYTES).unwrap_or(u32::MAX);
        self.pause = self.bucket.owe_times(times, MESSAGES, now).map(|wait| now + wait);
    }

    /// Until when nothing is read.
    pub(super) const fn pause(&self) -> Option<Instant> {
        self.pause
    }

    /// The pause is over.
    pub(super) const fn go_on(&mut self) {
        self.pause = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_peer_is_never_held_and_a_flood_is() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..10_000 {
            now += Duration::from_millis(4);
            pace.came(60_000, now);
            assert_eq!(pace.pause(), None);
        }
        now += Duration::from_secs(1);
        let held = (0..2_000).find(|_| {
            pace.came(0, now);
            pace.pause().is_some()
        });
        assert_eq!(held, Some(1_000));
        assert_eq!(pace.pause(), Some(now + Duration::from_millis(2)));
    }

    #[test]
    fn large_messages_count_for_many() {
        let now = Instant::now();
        let mut pace = Pace::new(now);
        let most = 16 * 1024 * 1024;
        let held = (0..100).find(|_| {
            pace.came(most, now);
            pace.pause().is_some()
        });
        assert_eq!(held, Some(3), "64 MiB at once");
        assert!(pace.pause().is_some_and(|pause| pause <= now + Duration::from_millis(520)));
    }
}
