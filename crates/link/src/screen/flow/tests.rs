//! The flow against a line that carries so much and answers after so long.

use super::*;

/// Paints what the line brings, in its order.
struct World {
    flow: Flow,
    now: Instant,
    /// When the line will have carried all that was sent.
    carried: Instant,
    bytes_per_second: f64,
    round_trip: Duration,
    /// What will be acknowledged, and when.
    answers: VecDeque<(Instant, u32)>,
    /// From sending to painting, of each frame.
    waits: Vec<Duration>,
}

impl World {
    fn new(bytes_per_second: f64, round_trip: Duration) -> Self {
        let now = Instant::now();
        let (flow, answers, waits) = (Flow::default(), VecDeque::new(), Vec::new());
        Self { flow, now, carried: now, bytes_per_second, round_trip, answers, waits }
    }

    fn send(&mut self, bytes: usize) -> bool {
        let Some(sequence) = self.flow.next() else { return false };
        self.flow.sent(bytes, self.now);
        let carrying = Duration::from_secs_f64(bytes as f64 / self.bytes_per_second);
        self.carried = self.carried.max(self.now) + carrying;
        self.waits.push(self.carried + self.round_trip / 2 - self.now);
        self.answers.push_back((self.carried + self.round_trip, sequence));
        true
    }

    /// Lets time pass up to a moment, with its answers.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some((at, sequence)) = self.answers.front().copied().filter(|next| next.0 <= end)
        {
            self.answers.pop_front();
            self.flow.acknowledge(sequence, Duration::ZERO, at);
        }
        self.now = end;
    }

    /// Sends frames of this size as often as it may, for some time.
    fn motion(&mut self, bytes: usize, seconds: u32) -> usize {
        let mut sent = 0;
        for _ in 0..seconds * 500 {
            sent += usize::from(self.send(bytes));
            self.pass(Duration::from_millis(2));
        }
        sent
    }
}

#[test]
fn two_frames_may_be_under_way_on_an_unknown_line() {
    let mut world = World::new(1e6, Duration::from_millis(20));
    assert!(world.send(10) && world.send(10) && !world.send(10));
    assert_eq!(
        world.flow.estimate(),
        LineEstimate { under_way_bytes: 20, ..LineEstimate::default() }
    );
    world.pass(Duration::from_millis(21));
    assert_eq!(world.flow.next(), Some(3));
}

#[test]
fn a_lying_acknowledgement_opens_nothing() {
    let mut world = World::new(1e6, Duration::from_millis(20));
    assert!(world.send(10) && world.send(10));
    for sequence in [3, u32::MAX, 0] {
        world.flow.acknowledge(sequence, Duration::MAX, world.now);
        assert_eq!(world.flow.next(), None);
    }
}

#[test]
fn a_refresh_frees_the_window() {
    let mut world = World::new(1e6, Duration::from_millis(20));
    assert!(world.send(10) && world.send(10));
    world.flow.forgive();
    assert_eq!(world.flow.next(), Some(3));
}

#[test]
fn a_narrow_line_is_never_more_than_a_round_trip_and_two_updates_behind() {
    let (rate, round_trip) = (37_500.0, Duration::from_millis(200));
    let mut world = World::new(rate, round_trip);
    // Some words first, then motion that the line can't carry.
    for _ in 0..5 {
        world.send(200);
        world.pass(Duration::from_millis(300));
    }
    let bytes = 4_000;
    world.motion(bytes, 70);
    let two_updates = Duration::from_secs_f64(2.0 * bytes as f64 / rate);
    let worst = world.waits.iter().skip(12).max().copied().unwrap_or_default();
    assert!(worst <= round_trip + two_updates, "{worst:?}");
    let found = world.flow.estimate().bytes_per_second.expect("measured") as f64;
    assert!((0.8 * rate..1.2 * rate).contains(&found), "{found}");
}

#[test]
fn the_line_is_used() {
    for (rate, round_trip, bytes) in
        [(37_500.0, 200, 4_000), (625_000.0, 20, 20_000), (1e7, 4, 60_000)]
    {
        let mut world = World::new(rate, Duration::from_millis(round_trip));
        let sent = world.motion(bytes, 5) * bytes;
        let share = sent as f64 / (rate * 5.0);
        assert!(share > 0.75, "{share} of {rate} bytes a second, {round_trip} ms");
    }
}

#[test]
fn words_are_as_many_as_fit_into_a_round_trip() {
    let mut world = World::new(1e6, Duration::from_millis(200));
    for _ in 0..5 {
        world.send(100);
        world.pass(Duration::from_millis(250));
    }
    let sent = (0..20).filter(|_| world.send(100)).count();
    assert_eq!(sent, MOST_FRAMES);
}

#[test]
fn a_line_that_becomes_narrow_is_believed_in_time() {
    let mut world = World::new(1e6, Duration::from_millis(40));
    world.motion(20_000, 3);
    world.bytes_per_second = 50_000.0;
    world.motion(4_000, 4);
    let found = world.flow.estimate().bytes_per_second.expect("measured");
    assert!(found < 80_000, "{found}");
    world.bytes_per_second = 1e6;
    world.motion(20_000, 4);
    let found = world.flow.estimate().bytes_per_second.expect("measured");
    assert!(found > 500_000, "{found}");
}

#[test]
fn a_new_connection_begins_anew_and_knows_the_line() {
    let mut world = World::new(1e6, Duration::from_millis(40));
    world.motion(20_000, 2);
    let before = world.flow.estimate().bytes_per_second;
    world.flow.reconnect();
    assert_eq!(world.flow.next(), Some(1));
    assert_eq!(world.flow.estimate().bytes_per_second, before);
}
