//! The thread that captures, encodes and sends. One frame at a time, made only when it can leave
//! at once: whatever changes meanwhile is in the next one, as it looks then.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use corporate_capture::{CaptureError, Monitor};
use corporate_link::{ScreenPort, Slot};
use corporate_protocol::limits;
use corporate_protocol::screen::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::painter::{PaintError, Painter};
use super::screens::find_again;
use super::signals::Signals;
use super::{Failure, Screens};
use crate::consent::Permit;

/// Encoding may fail this often in a row before sharing ends.
const MOST_FAILURES: u32 = 3;
/// Before a monitor that has changed is looked at again: settings come in several steps.
const SETTLE: Duration = Duration::from_millis(200);
/// How often it is looked for before it counts as gone.
const MOST_LOOKS: u32 = 5;

/// What the thread works with.
pub(super) struct Parts {
    pub(super) permit: Permit,
    pub(super) port: ScreenPort,
    pub(super) monitor: Monitor,
    pub(super) screens: Arc<dyn Screens>,
    pub(super) signals: Arc<Signals>,
    pub(super) failures: mpsc::Sender<Failure>,
}

/// The running thread. Dropping it tells the thread to stop, without waiting.
pub(super) struct Pipeline {
    stopping: CancellationToken,
    signals: Arc<Signals>,
    thread: Option<JoinHandle<()>>,
}

impl Pipeline {
    pub(super) fn start(parts: Parts) -> Result<Self, Failure> {
        let stopping = CancellationToken::new();
        let signals = parts.signals.clone();
        let worker = Worker { parts, stopping: stopping.clone(), runtime: Handle::current() };
        let thread = std::thread::Builder::new()
            .name("sharing".to_owned())
            .spawn(move || worker.run())
            .map_err(|error| {
                tracing::error!(%error, "no thread for sharing");
                Failure::NoMonitor
            })?;
        Ok(Self { stopping, signals, thread: Some(thread) })
    }

    /// Stops the thread and waits for its end: the frame that it is at, tens of milliseconds.
    pub(super) async fn stop(mut self) {
        self.tell();
        if let Some(thread) = self.thread.take() {
            let ended = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(ended, Ok(Ok(()))) {
                tracing::error!("the sharing thread panicked");
            }
        }
    }

    fn tell(&self) {
        self.stopping.cancel();
        self.signals.wake();
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        self.tell();
    }
}

struct Worker {
    parts: Parts,
    stopping: CancellationToken,
    runtime: Handle,
}

impl Worker {
    fn run(mut self) {
        while self.may_go_on() {
            let shared = match self.share() {
                Err(Failure::Capture(CaptureError::MonitorChanged)) => self.look_again(),
                other => other,
            };
            match shared {
                Ok(()) | Err(Failure::Capture(CaptureError::Stopped)) => {}
                Err(failure) => {
                    // The first failure ends sharing; a further one changes nothing.
                    let _told_before = self.parts.failures.try_send(failure);
                    break;
                }
            }
        }
        self.parts.signals.waits_on(None);
    }

    /// Whether consent stands and nobody has asked to stop.
    fn may_go_on(&self) -> bool {
        !self.stopping.is_cancelled() && self.parts.permit.holds()
    }

    /// Captures the monitor until it is enough; `Ok` where the reason is not the monitor.
    fn share(&self) -> Result<(), Failure> {
        let capturer = self.parts.screens.capture(&self.parts.monitor, &self.parts.permit)?;
        let mut painter = Painter::new(capturer)?;
        self.parts.signals.waits_on(Some(painter.waker()));
        let mut connection = None;
        let mut failures = 0;
        let mut refresh = true;
        while self.may_go_on() {
            let Some(slot) = self.wait_for_slot(painter.rest()) else { return Ok(()) };
            refresh |= self.parts.signals.take_refresh();
            refresh |= connection.replace(slot.connection) != Some(slot.connection);
            if refresh {
                painter.set_video(self.parts.signals.has_video());
            }
            match painter.paint(slot, refresh) {
                Ok(Some(frame)) => {
                    failures = 0;
                    refresh = !self.send(slot, &frame);
                }
                Ok(None) => {}
                Err(PaintError::Capture(error)) => return Err(error.into()),
                Err(PaintError::Encode(error)) => {
                    failures += 1;
                    refresh = true;
                    tracing::warn!(%error, "a picture could not be encoded");
                    if failures == MOST_FAILURES {
                        return Err(error.into());
                    }
                }
            }
        }
        Ok(())
    }

    fn wait_for_slot(&self, rest: Duration) -> Option<Slot> {
        let slot = async {
            if !rest.is_zero() {
                tokio::time::sleep(rest).await;
            }
            self.parts.port.ready().await
        };
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => None,
                slot = slot => slot,
            }
        })
    }

    /// Hands a frame to the socket; `false` where it did not leave, so that the next one must be
    /// a refresh.
    fn send(&self, slot: Slot, frame: &Frame) -> bool {
        let bytes = frame.encode();
        if bytes.len() > limits::SCREEN_MESSAGE_BYTES {
            tracing::error!(bytes = bytes.len(), "a frame is larger than allowed");
            return false;
        }
        if !self.may_go_on() {
            return false;
        }
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => false,
                sent = self.parts.port.send(slot, bytes) => sent,
            }
        })
    }

    /// The agreed monitor has another size, or is gone: finds it, or ends sharing. While it looks
    /// nothing is captured.
    fn look_again(&mut self) -> Result<(), Failure> {
        let mut looks = 0;
        while self.may_go_on() {
            std::thread::sleep(SETTLE);
            match find_again(&*self.parts.screens, &self.parts.monitor) {
                Ok(monitor) => {
                    self.parts.monitor = monitor;
                    return Ok(());
                }
                Err(failure) => {
                    tracing::warn!(%failure, "the shared monitor is not there at the moment");
                    looks += 1;
                    if looks == MOST_LOOKS {
                        return Err(Failure::MonitorGone);
                    }
                }
            }
        }
        Ok(())
    }
}
