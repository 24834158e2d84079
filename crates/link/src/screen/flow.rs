//! How much may be under way, and what the line carries: measured from acknowledgements alone, which
//! say when a frame was painted. Pure; time is an argument.
//!
//! Frames build on one another, so none can be overtaken once it has left. Therefore no more leaves
//! than what the line carries in a round trip, and what follows is made when there is room: the newest
//! picture then, never one that waited.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Frames under way that any line has room for.
const LEAST_FRAMES: usize = 2;
/// Frames under way at most; the portal keeps no more for a viewer.
const MOST_FRAMES: usize = 12;
/// A viewer paints about so often; more frames than fit into a round trip would wait there.
const PAINT_EVERY: Duration = Duration::from_millis(16);
/// Time beyond the round trip that what is under way may fill.
const SLACK: Duration = Duration::from_millis(10);
/// How long a measured rate counts.
const RATE_COUNTS: Duration = Duration::from_secs(2);
/// How long a round trip counts: routes change.
const ROUND_TRIP_COUNTS: Duration = Duration::from_secs(30);
/// Bytes that say something about the rate; fewer take no time that could be told from noise.
const TELLING_BYTES: usize = 2 * 1024;
/// Differences of time below this one, and this part of a round trip, are noise.
const NOISE: Duration = Duration::from_millis(3);
const NOISE_PART: u32 = 8;

/// What is known of the line when a frame may be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineEstimate {
    /// Bytes a second that it carries; none while nothing was measured.
    pub bytes_per_second: Option<u64>,
    /// From sending to the acknowledgement without decoding and painting, at its best.
    pub round_trip: Option<Duration>,
    /// Bytes that are under way.
    pub under_way_bytes: usize,
}

/// The frames of one screen socket: sent, and painted by its slowest viewer.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    sent: u32,
    under_way: VecDeque<Sent>,
    /// When the latest acknowledgement came.
    acknowledged_at: Option<Instant>,
    rates: Rates,
    rate: Option<u64>,
    /// The round trip at its best, and when it was that.
    round_trip: Option<(Duration, Instant)>,
}

/// A frame under way.
#[derive(Clone, Copy, Debug)]
struct Sent {
    sequence: u32,
    bytes: usize,
    at: Instant,
    /// Whether nothing else was under way.
    alone: bool,
}

impl Flow {
    /// The sequence of the next frame, where one may be sent now.
    pub(super) fn next(&self) -> Option<u32> {
        let frames = self.under_way.len();
        let has_room =
            frames == 0 || frames < self.most_frames() && !self.is_full() && !self.must_drain();
        if has_room { self.sent.checked_add(1) } else { None }
    }

    /// Counts a frame as sent.
    pub(super) fn sent(&mut self, bytes: usize, at: Instant) {
        self.sent = self.sent.saturating_add(1);
        let alone = self.under_way.is_empty();
        self.under_way.push_back(Sent { sequence: self.sent, bytes, at, alone });
    }

    /// A viewer has painted this frame and all before it, having taken `busy` to decode and paint.
    /// Sequences that were never sent, or are long known, change nothing.
    pub(super) fn acknowledge(&mut self, sequence: u32, busy: Duration, now: Instant) {
        if sequence > self.sent {
            return;
        }
        let (mut last, mut bytes) = (None, 0);
        while self.under_way.front().is_some_and(|sent| sent.sequence <= sequence) {
            last = self.under_way.pop_front();
            bytes += last.map_or(0, |sent| sent.bytes);
        }
        if let Some(last) = last {
            let took = now.saturating_duration_since(last.at);
            // Whatever it says, half of the time belongs to the line.
            self.measure(bytes, last, now - busy.min(took / 2));
            self.acknowledged_at = Some(now);
        }
    }

    /// Nobody will acknowledge what was sent so far, since a refresh replaces all of it.
    pub(super) fn forgive(&mut self) {
        self.under_way.clear();
    }

    /// A new connection: sequences begin anew, and what was learnt of the line still counts.
    pub(super) fn reconnect(&mut self) {
        let (rates, rate) = (std::mem::take(&mut self.rates), self.rate);
        *self = Self { rates, rate, ..Self::default() };
    }

    /// What is known of the line.
    pub(super) fn estimate(&self) -> LineEstimate {
        LineEstimate {
            bytes_per_second: self.rate,
            round_trip: self.best_round_trip(),
            under_way_bytes: self.under_way_bytes(),
        }
    }

    fn best_round_trip(&self) -> Option<Duration> {
        self.round_trip.map(|(round_trip, _)| round_trip)
    }

    /// Whether the round trip has not been seen alone for so long that what is under way must arrive
    /// first: else waiting would be taken for the way.
    fn must_drain(&self) -> bool {
        let seen = self.round_trip.zip(self.acknowledged_at);
        seen.is_some_and(|((_, at), now)| now.saturating_duration_since(at) > ROUND_TRIP_COUNTS)
    }

    /// Whether as much is under way as the line carries.
    fn is_full(&self) -> bool {
        self.under_way_bytes() >= self.window_bytes()
    }

    /// Frames that are painted in a round trip, and two that wait for nothing.
    fn most_frames(&self) -> usize {
        let round_trip = self.best_round_trip().unwrap_or_default();
        let fitting = round_trip.as_micros() / PAINT_EVERY.as_micros();
        (LEAST_FRAMES + fitting as usize).min(MOST_FRAMES)
    }

    /// Bytes that may be under way.
    fn window_bytes(&self) -> usize {
        let Some((rate, round_trip)) = self.rate.zip(self.best_round_trip()) else {
            // Nothing that could fill a line before its first answer.
            return TELLING_BYTES;
        };
        (rate as f64 * (round_trip + SLACK).as_secs_f64()) as usize
    }

    fn under_way_bytes(&self) -> usize {
        self.under_way.iter().map(|sent| sent.bytes).sum()
    }

    /// Learns from bytes of which the last left and arrived back at these times. The line carried
    /// them after what was acknowledged before, and not before half a round trip had passed.
    fn measure(&mut self, bytes: usize, last: Sent, back: Instant) {
        let left = last.at;
        self.note_round_trip(bytes, last.alone, back.saturating_duration_since(left), back);
        if bytes < TELLING_BYTES {
            return;
        }
        let round_trip = self.best_round_trip().unwrap_or_default();
        let began = self.acknowledged_at.map_or(left + round_trip, |at| at.max(left + round_trip));
        let carrying = back.saturating_duration_since(began);
        let noise = NOISE.max(round_trip / NOISE_PART);
        let rate = per_second(bytes, carrying.max(noise));
        if carrying > noise {
            self.rate = self.rates.add(rate, back);
        } else {
            // The line had more to give: only a higher figure says anything.
            self.rate = self.rate.max(Some(rate));
        }
    }

    /// Of what was alone, the time that the line needs to carry it does not belong to the way.
    fn note_round_trip(&mut self, bytes: usize, alone: bool, took: Duration, now: Instant) {
        let carrying = self.rate.filter(|_| alone).map_or(Duration::ZERO, |rate| {
            Duration::from_secs_f64(bytes as f64 / rate.max(1) as f64).min(took / 2)
        });
        let way = took.saturating_sub(carrying);
        let is_old = |at: Instant| now.saturating_duration_since(at) > ROUND_TRIP_COUNTS;
        let is_best = self.round_trip.is_none_or(|(best, at)| way <= best || alone && is_old(at));
        if is_best {
            self.round_trip = Some((way, now));
        }
    }
}

fn per_second(bytes: usize, time: Duration) -> u64 {
    (bytes as f64 / time.as_secs_f64()) as u64
}

/// The latest measured rates.
#[derive(Clone, Debug, Default)]
struct Rates(VecDeque<(Instant, u64)>);

impl Rates {
    /// Rates that are kept, at most.
    const MOST: usize = 64;

    /// Adds one and gives the highest of those that count.
    fn add(&mut self, rate: u64, now: Instant) -> Option<u64> {
        self.0.push_back((now, rate));
        let is_old = |at: Instant| now.saturating_duration_since(at) > RATE_COUNTS;
        while self.0.len() > Self::MOST || self.0.front().is_some_and(|(at, _)| is_old(*at)) {
            self.0.pop_front();
        }
        self.0.iter().map(|(_, rate)| *rate).max()
    }
}

#[cfg(test)]
mod tests;
