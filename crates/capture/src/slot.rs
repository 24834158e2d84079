//! Where capture thread and consumer meet: one newest picture, never a queue. The thread reads the
//! screen only while the consumer waits for it, so that what the consumer gets is never older
//! than its wish; until then damage collects where it costs nothing, in the system.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::frame::Frame;
use crate::{CaptureError, CursorUpdate, Rect};

/// Wakes a capture thread out of whatever it blocks in.
pub(crate) type Doorbell = Arc<dyn Fn() + Send + Sync>;

/// What one system can do: block until something changes, read it, hand it over.
pub(crate) trait Backend: Send {
    /// Rung when the consumer waits for damage that the thread has put off, and at the stop.
    fn doorbell(&self) -> Doorbell;

    /// Captures until the slot says stop or something breaks; answers with the reason.
    fn run(self: Box<Self>, slot: &Slot) -> CaptureError;
}

/// What a capture thread hands over, beside the pixels in the slot's frame.
#[derive(Debug, Default)]
pub(crate) struct Delivery {
    pub(crate) damage: Vec<Rect>,
    pub(crate) cursor: Option<CursorUpdate>,
    pub(crate) captured_at_us: u64,
    pub(crate) capture_us: u32,
}

/// The meeting place. Locks are taken one at a time, never one inside the other.
pub(crate) struct Slot {
    state: Mutex<State>,
    changed: Condvar,
    frame: Mutex<Frame>,
    doorbell: Doorbell,
}

/// How long a consumer waits for what the thread is at, beyond its own patience: reading the whole
/// of a large screen takes a few milliseconds.
const READING: Duration = Duration::from_millis(100);

#[derive(Default)]
struct State {
    /// The consumer waits.
    wanted: bool,
    interrupted: bool,
    known: Known,
    delivery: Option<Delivery>,
    /// The capture is over, or about to be, for this reason.
    ended: Option<CaptureError>,
}

/// What the thread knows of and has not delivered.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Known {
    #[default]
    Nothing,
    /// Something, which waits for the consumer's wish.
    PutOff,
    /// Something that it reads, or is being told to read.
    Wished,
}

impl Slot {
    pub(crate) fn new(width: u16, height: u16, doorbell: Doorbell) -> Self {
        Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            frame: Mutex::new(Frame::new(width, height)),
            doorbell,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn frame(&self) -> MutexGuard<'_, Frame> {
        self.frame.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Consumer: waits for the next delivery. `None` after the timeout or an interruption; what
    /// the thread knows of already is waited for even where the timeout is zero.
    pub(crate) fn take(&self, timeout: Duration) -> Result<Option<Delivery>, CaptureError> {
        let start = Instant::now();
        let mut state = self.state();
        state.wanted = true;
        if state.known == Known::PutOff && state.delivery.is_none() {
            state.known = Known::Wished;
            drop(state);
            (self.doorbell)();
            state = self.state();
        }
        loop {
            if let Some(delivery) = state.delivery.take() {
                state.wanted = false;
                return Ok(Some(delivery));
            }
            if let Some(reason) = &state.ended {
                return Err(reason.clone());
            }
            let reading = state.known == Known::Wished;
            let patience = if reading { timeout.max(READING) } else { timeout };
            let left = patience.saturating_sub(start.elapsed());
            if std::mem::take(&mut state.interrupted) || left.is_zero() {
                state.wanted = false;
                return Ok(None);
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Consumer: ends the present or next wait early.
    pub(crate) fn interrupt(&self) {
        self.state().interrupted = true;
        self.changed.notify_all();
    }

    /// Owner: ends the capture for the consumer at once, and tells the thread to end.
    pub(crate) fn stop(&self) {
        let mut state = self.state();
        state.delivery = None;
        state.ended.get_or_insert(CaptureError::Stopped);
        drop(state);
        self.changed.notify_all();
        (self.doorbell)();
    }

    /// Thread: whether it has to end.
    pub(crate) fn stopping(&self) -> bool {
        self.state().ended.is_some()
    }

    /// Thread, which knows of something: whether the consumer waits for it. Where not, the
    /// doorbell rings once it does.
    pub(crate) fn wanted(&self) -> bool {
        let mut state = self.state();
        let wanted = state.wanted && state.delivery.is_none();
        state.known = if wanted { Known::Wished } else { Known::PutOff };
        wanted
    }

    /// Thread: hands over what changed, the pixels being in the frame by now; `None` where
    /// nothing did after all.
    pub(crate) fn deliver(&self, delivery: Option<Delivery>) {
        let mut state = self.state();
        state.known = Known::Nothing;
        if let Some(delivery) = delivery.filter(|_| state.ended.is_none()) {
            state.wanted = false;
            // The consumer may have given up waiting and a delivery may be left from then.
            match &mut state.delivery {
                Some(waiting) => waiting.add(delivery),
                empty => *empty = Some(delivery),
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Thread: the capture is over.
    pub(crate) fn end(&self, reason: CaptureError) {
        self.state().ended.get_or_insert(reason);
        self.changed.notify_all();
    }
}

impl Delivery {
    fn add(&mut self, newer: Self) {
        self.damage.extend(newer.damage);
        self.captured_at_us = newer.captured_at_us;
        self.capture_us = self.capture_us.saturating_add(newer.capture_us);
        let Some(cursor) = newer.cursor else { return };
        let kept = self.cursor.get_or_insert_default();
        kept.shape = cursor.shape.or(kept.shape.take());
        kept.position = cursor.position.or(kept.position);
    }
}

/// Microseconds since 1970 on this machine's clock; 0 where it stands before that.
pub(crate) fn now_us() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_micros() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot() -> Slot {
        Slot::new(8, 8, Arc::new(|| {}))
    }

    fn delivery(x: u16) -> Delivery {
        let damage = vec![Rect { x, y: 0, width: 1, height: 1 }];
        Delivery { damage, ..Delivery::default() }
    }

    #[test]
    fn nothing_is_nothing_and_what_was_delivered_comes_once() {
        let slot = slot();
        assert!(slot.take(Duration::ZERO).expect("a slot").is_none());
        slot.deliver(Some(delivery(1)));
        assert!(slot.take(Duration::ZERO).expect("a slot").is_some());
        assert!(slot.take(Duration::ZERO).expect("a slot").is_none());
    }

    #[test]
    fn what_the_thread_knows_of_is_waited_for_without_any_patience() {
        let (asked, thread) = std::sync::mpsc::channel();
        let slot = Slot::new(8, 8, Arc::new(move || asked.send(()).expect("a thread")));
        assert!(!slot.wanted(), "nobody waits");
        let slot = &slot;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                thread.recv().expect("the doorbell");
                assert!(slot.wanted());
                slot.deliver(Some(delivery(3)));
            });
            assert!(slot.take(Duration::ZERO).expect("a slot").is_some());
        });
    }

    #[test]
    fn what_turns_out_to_be_nothing_ends_the_wait() {
        let (asked, thread) = std::sync::mpsc::channel();
        let slot = Slot::new(8, 8, Arc::new(move || asked.send(()).expect("a thread")));
        assert!(!slot.wanted());
        let slot = &slot;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                thread.recv().expect("the doorbell");
                slot.deliver(None);
            });
            assert!(slot.take(Duration::ZERO).expect("a slot").is_none());
        });
    }

    #[test]
    fn deliveries_that_nobody_took_become_one() {
        let slot = slot();
        slot.deliver(Some(delivery(1)));
        slot.deliver(Some(delivery(2)));
        let taken = slot.take(Duration::ZERO).expect("a slot").expect("a delivery");
        assert_eq!(taken.damage.len(), 2);
    }

    #[test]
    fn the_end_is_told_after_the_last_delivery_and_then_for_ever() {
        let slot = slot();
        slot.deliver(Some(delivery(1)));
        slot.end(CaptureError::MonitorChanged);
        slot.end(CaptureError::Stopped);
        assert!(slot.take(Duration::ZERO).is_ok());
        for _ in 0..2 {
            assert!(matches!(slot.take(Duration::MAX), Err(CaptureError::MonitorChanged)));
        }
    }

    #[test]
    fn an_interruption_ends_one_wait() {
        let slot = slot();
        slot.interrupt();
        assert!(slot.take(Duration::MAX).expect("a slot").is_none());
        slot.deliver(Some(delivery(1)));
        assert!(slot.take(Duration::MAX).expect("a slot").is_some());
    }
}
