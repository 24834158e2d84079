//! The handle of a capture thread: start, wait for what changed, stop. Every system and the
//! synthetic source are used through it; the app's encoder thread is the one consumer.

use std::sync::{Arc, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::frame::{Frame, Pixels};
use crate::slot::{Backend, Slot};
use crate::{CaptureError, CursorUpdate, Monitor, Rect, platform};

/// How to capture.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether cursor shape and position are wanted.
    pub cursor: bool,
    /// Name of the X display, such as `:7`; none: the one in the environment. Other systems
    /// ignore it.
    pub display: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { cursor: true, display: None }
    }
}

/// A monitor being captured, on a thread of its own.
///
/// Dropping it stops the thread and waits for its end, which takes about a millisecond.
pub struct Capturer {
    monitor: Monitor,
    slot: Arc<Slot>,
    thread: Option<JoinHandle<()>>,
}

/// Ends a [`Capturer::next`] early, from any thread: because an acknowledgement came, say.
#[derive(Clone)]
pub struct Waker(Arc<Slot>);

/// What changed since the update before. The first one names the whole monitor as damaged.
///
/// While it lives nothing is captured; damage collects in the system meanwhile.
pub struct Update<'a> {
    /// What differs, pixel by pixel, from the picture before; none where only the cursor changed.
    pub damage: Vec<Rect>,
    /// What changed about the cursor.
    pub cursor: Option<CursorUpdate>,
    /// When reading began, in microseconds since 1970 on this machine's clock.
    pub captured_at_us: u64,
    /// Reading and comparing, in microseconds.
    pub capture_us: u32,
    guard: PixelsGuard<'a>,
}

/// The newest picture, held still as long as this lives.
pub struct PixelsGuard<'a>(MutexGuard<'a, Frame>);

impl Capturer {
    /// Starts to capture a monitor. The caller has the consent of whoever owns the screen.
    ///
    /// # Errors
    /// [`CaptureError::NotSupportedYet`] where this system cannot, [`CaptureError::NoDisplay`]
    /// and [`CaptureError::System`] where it refuses, [`CaptureError::MonitorChanged`] where the
    /// monitor is not what it was.
    pub fn start(monitor: &Monitor, options: &Options) -> Result<Self, CaptureError> {
        Self::run(monitor.clone(), platform::open(monitor, options)?)
    }

    /// Starts any backend on a thread of its own.
    pub(crate) fn run(monitor: Monitor, backend: Box<dyn Backend>) -> Result<Self, CaptureError> {
        let slot = Arc::new(Slot::new(monitor.width, monitor.height, backend.doorbell()));
        let shared = Arc::clone(&slot);
        let thread = std::thread::Builder::new()
            .name(format!("capture-{}", monitor.index))
            .spawn(move || {
                // Ends the slot in every case, so that no consumer waits for a dead thread.
                let ending = Ending(&shared);
                let reason = backend.run(&shared);
                tracing::debug!(%reason, "capture ended");
                ending.0.end(reason);
            })
            .map_err(|error| CaptureError::system("starting the capture thread", error))?;
        Ok(Self { monitor, slot, thread: Some(thread) })
    }

    /// The monitor as it was given at the start.
    pub const fn monitor(&self) -> &Monitor {
        &self.monitor
    }

    /// Waits until something has changed since the update before; what changed earlier, while
    /// nobody waited, is in it too, as it looks now. `None` after `timeout` or a [`Waker::wake`];
    /// a change that is known already is never passed over, however short the timeout.
    ///
    /// # Errors
    /// Why the capture is over: [`CaptureError::MonitorChanged`], [`CaptureError::Stopped`] or
    /// [`CaptureError::System`]; the same again in each later call.
    pub fn next(&self, timeout: Duration) -> Result<Option<Update<'_>>, CaptureError> {
        let Some(delivery) = self.slot.take(timeout)? else { return Ok(None) };
        Ok(Some(Update {
            damage: delivery.damage,
            cursor: delivery.cursor,
            captured_at_us: delivery.captured_at_us,
            capture_us: delivery.capture_us,
            guard: self.picture(),
        }))
    }

    /// The newest picture that was read, for a refresh or for sharpening what stands still.
    /// Must not be called by a thread that holds an [`Update`].
    pub fn picture(&self) -> PixelsGuard<'_> {
        PixelsGuard(self.slot.frame())
    }

    /// A handle that ends waiting early.
    pub fn waker(&self) -> Waker {
        Waker(Arc::clone(&self.slot))
    }

    /// Asks the thread to end; does not wait. From now on [`Capturer::next`] gives
    /// nothing any more and fails with [`CaptureError::Stopped`].
    pub fn stop(&self) {
        self.slot.stop();
    }

    /// Waits for the end of the thread, after [`Capturer::stop`] or a failure.
    pub fn wait(mut self) {
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the capture thread panicked");
        }
    }
}

impl Drop for Capturer {
    fn drop(&mut self) {
        self.stop();
        self.join();
    }
}

impl Waker {
    /// Ends the present wait, or the next one.
    pub fn wake(&self) {
        self.0.interrupt();
    }
}

impl Update<'_> {
    /// The whole picture as it is after this update.
    pub fn pixels(&self) -> Pixels<'_> {
        self.guard.pixels()
    }
}

impl PixelsGuard<'_> {
    /// The whole picture.
    pub fn pixels(&self) -> Pixels<'_> {
        self.0.pixels()
    }
}

/// Ends the slot when the thread ends, even by a panic.
struct Ending<'a>(&'a Slot);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end(CaptureError::Stopped);
    }
}
