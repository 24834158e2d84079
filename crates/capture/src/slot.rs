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

#[derive(Default)]
struct State {
    /// The consumer waits.
    wanted: bool,
    /// The thread knows of something and waits for the consumer.
    put_off: bool,
    interrupted: bool,
    stopping: bool,
    delivery: Option<Delivery>,
    ended: Option<CaptureError>,
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

    /// Consumer: waits for the next delivery. `None` after the timeout or an interruption.
    pub(crate) fn take(&self, timeout: Duration) -> Result<Option<Delivery>, CaptureError> {
        let deadline = Instant::now().checked_add(timeout);
        let mut state = self.state();
        state.wanted = true;
        if std::mem::take(&mut state.put_off) && state.delivery.is_none() {
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
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if std::mem::take(&mut state.interrupted) || left.is_some_and(|left| left.is_zero()) {
                state.wanted = false;
                return Ok(None);
            }
            state = match left {
                Some(left) => {
                    let waited = self.changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Consumer: ends the present or next wait early.
    pub(crate) fn interrupt(&self) {
        self.state().interrupted = true;
        self.changed.notify_all();
    }

    /// Owner: tells the thread to end.
    pub(crate) fn stop(&self) {
        self.state().stopping = true;
        (self.doorbell)();
    }

    /// Thread: whether it has to end.
    pub(crate) fn stopping(&self) -> bool {
        self.state().stopping
    }

    /// Thread: whether the consumer waits. Where not, the doorbell rings once it does.
    pub(crate) fn wanted(&self) -> bool {
        let mut state = self.state();
        let wanted = state.wanted && state.delivery.is_none();
        state.put_off = !wanted;
        wanted
    }

    /// Thread: hands over what changed; the pixels are in the frame by now.
    pub(crate) fn deliver(&self, delivery: Delivery) {
        let mut state = self.state();
        state.wanted = false;
        // The consumer may have given up waiting and a delivery may be left from then.
        match &mut state.delivery {
            Some(waiting) => waiting.add(delivery),
            empty => *empty = Some(delivery),
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
