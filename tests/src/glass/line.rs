//! A slow line as a calculation: when a packet that comes now leaves at the other end, or that it
//! is lost. Rate, delay, a queue with an end, and loss that is the same in every run.

use std::time::Duration;

/// What one direction of a line is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Bits a second.
    pub bits_per_second: u64,
    /// From the end of sending to the arrival.
    pub delay: Duration,
    /// The share of packets that is lost besides those that find the queue full.
    pub loss: f64,
    /// Bytes that may wait; what comes when they do is lost.
    pub queue_bytes: u64,
}

/// One direction of a line.
#[derive(Clone, Debug)]
pub struct Line {
    quality: Quality,
    /// When all that was taken so far has been sent.
    free_at: Duration,
    random: u64,
}

impl Line {
    /// An empty line.
    pub fn new(quality: Quality) -> Self {
        Self { quality, free_at: Duration::ZERO, random: 0x9e37_79b9_7f4a_7c15 }
    }

    /// Takes a packet at a time; gives when it arrives, or none where it is lost.
    pub fn take(&mut self, now: Duration, bytes: usize) -> Option<Duration> {
        let Quality { bits_per_second, delay, loss, queue_bytes } = self.quality;
        let waiting = self.free_at.saturating_sub(now);
        let waiting_bytes = waiting.as_secs_f64() * bits_per_second as f64 / 8.0;
        if self.chance() < loss || waiting_bytes + bytes as f64 > queue_bytes as f64 {
            return None;
        }
        let sending = Duration::from_secs_f64(bytes as f64 * 8.0 / bits_per_second as f64);
        self.free_at = self.free_at.max(now) + sending;
        Some(self.free_at + delay)
    }

    /// A number from 0 to 1 (xorshift64, Marsaglia 2003).
    fn chance(&mut self) -> f64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One byte takes a millisecond.
    const SLOW: Quality = Quality {
        bits_per_second: 8_000,
        delay: Duration::from_millis(100),
        loss: 0.0,
        queue_bytes: 30,
    };

    fn ms(time: u64) -> Duration {
        Duration::from_millis(time)
    }

    #[test]
    fn packets_are_sent_one_after_the_other_and_then_travel() {
        let mut line = Line::new(SLOW);
        assert_eq!(line.take(ms(0), 10), Some(ms(110)));
        assert_eq!(line.take(ms(0), 10), Some(ms(120)));
        assert_eq!(line.take(ms(50), 10), Some(ms(160)), "the line was free again");
    }

    #[test]
    fn a_full_queue_loses_what_comes() {
        let mut line = Line::new(SLOW);
        assert!(line.take(ms(0), 30).is_some());
        assert_eq!(line.take(ms(0), 1), None);
        assert_eq!(line.take(ms(10), 10), Some(ms(140)));
    }

    #[test]
    fn about_the_share_is_lost_that_was_asked_for() {
        let mut line = Line::new(Quality { loss: 0.01, ..SLOW });
        let lost = (0..10_000).filter(|n| line.take(ms(n * 10), 1).is_none()).count();
        assert!((60..140).contains(&lost), "{lost}");
    }
}
