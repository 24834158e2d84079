//! The screen socket as its user sees it: wait for a [`Slot`], make one frame, send it. While
//! there is no slot no frame is to be made, so that none ever grows old in a queue.

mod flow;
mod task;

use std::time::Duration;

use corporate_protocol::screen::{Acknowledgement, Pointer, RefreshReason};
use corporate_protocol::{Credential, ErrorCode, PortalOrigin, SCREEN_PROTOCOL, SessionId};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use flow::Flow;
pub use flow::LineEstimate;

use crate::Connection;
use crate::connect::Target;

/// Events that wait for a slow user. Measurements (acknowledgements) are dropped when they are
/// full; everything else waits.
const EVENTS: usize = 64;
/// Frames between maker and socket; a full queue makes the maker wait.
const FRAMES: usize = 2;
/// Bytes of a message from the portal; acknowledgements and refresh requests are tiny.
const INCOMING_BYTES: usize = 1024;
/// For what [`ScreenLink::close`] does before it gives up.
const CLOSE: Duration = Duration::from_secs(2);

/// What the screen socket has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScreenEvent {
    /// The line came or went. With each new line the sequences begin anew, and the first frame
    /// must be a refresh.
    Connection(Connection),
    /// The slowest viewer has painted a frame.
    Acknowledged(Acknowledgement),
    /// The next frame must be a refresh.
    RefreshWanted(RefreshReason),
    /// Where an agent points; dropped where the queue is full, since a newer one follows.
    Pointer(Pointer),
    /// The portal wants no further connection; nothing comes after this.
    Closed(ErrorCode),
}

/// Room for one frame on one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Counts the connections: when it changes, the next frame must be a refresh.
    pub connection: u64,
    /// The sequence that the frame must carry.
    pub sequence: u32,
    /// What the line carries, for whoever decides how large the frame may be.
    pub line: LineEstimate,
}

/// Whether frames are let out, as the task and its users know it.
#[derive(Clone, Debug, Default)]
struct Gate {
    connection: u64,
    open: bool,
    ended: bool,
    flow: Flow,
}

impl Gate {
    fn slot(&self) -> Option<Slot> {
        let sequence = self.flow.next().filter(|_| self.open)?;
        Some(Slot { connection: self.connection, sequence, line: self.flow.estimate() })
    }

    /// Whether a slot that was given out is the next one still.
    fn is_next(&self, slot: Slot) -> bool {
        let next = self.slot().map(|next| (next.connection, next.sequence));
        next == Some((slot.connection, slot.sequence))
    }
}

/// An open screen socket: reconnects by itself.
///
/// Dropping it stops its task at once, in the middle of a frame if need be.
#[derive(Debug)]
pub struct ScreenLink {
    port: ScreenPort,
    closing: CancellationToken,
    task: JoinHandle<()>,
}

impl ScreenLink {
    /// Starts the task that keeps the screen socket of `session` open. To be called only while
    /// the session's state says that sharing is on. Needs a tokio runtime.
    pub fn open(
        origin: &PortalOrigin,
        session: SessionId,
        credential: Credential,
    ) -> (Self, mpsc::Receiver<ScreenEvent>) {
        let (frames, made) = mpsc::channel(FRAMES);
        let (events, received) = mpsc::channel(EVENTS);
        let gate = watch::Sender::new(Gate::default());
        let closing = CancellationToken::new();
        let target = Target {
            origin: origin.clone(),
            url: origin.socket_at(&format!("/api/v1/sessions/{session}/screen")),
            protocol: SCREEN_PROTOCOL,
            credential,
            message_bytes: INCOMING_BYTES,
        };
        let task = task::Task::new(target, made, events, gate.clone(), closing.clone());
        let task = tokio::spawn(task.run());
        (Self { port: ScreenPort { frames, gate }, closing, task }, received)
    }

    /// What frames are sent through.
    pub fn port(&self) -> ScreenPort {
        self.port.clone()
    }

    /// Ends the link: no further frame leaves, the socket is closed and the task has ended.
    /// Takes at most two seconds; a task that hangs longer is aborted.
    pub async fn close(mut self) {
        self.closing.cancel();
        if tokio::time::timeout(CLOSE, &mut self.task).await.is_err() {
            tracing::warn!("the screen link did not stop in time");
        }
    }
}

/// The end of a [`ScreenLink`] that frames go into; good for nothing once the link has ended.
#[derive(Clone, Debug)]
pub struct ScreenPort {
    frames: mpsc::Sender<(u64, Vec<u8>)>,
    gate: watch::Sender<Gate>,
}

impl ScreenPort {
    /// Waits until a frame may be sent. `None` when the link has ended. Safe to cancel.
    pub async fn ready(&self) -> Option<Slot> {
        let mut gate = self.gate.subscribe();
        let now = gate.wait_for(|gate| gate.ended || gate.slot().is_some()).await.ok()?;
        now.slot()
    }

    /// Counts everything sent so far as painted: for a user that starts again with a refresh, after
    /// a pause in which the portal may have dropped frames.
    pub fn start_again(&self) {
        self.gate.send_modify(|gate| gate.flow.forgive());
    }

    /// Sends the encoded frame that was made for a slot. `false` where the slot's connection is
    /// gone: the frame is dropped, and the next one made for a new slot.
    pub async fn send(&self, slot: Slot, frame: Vec<u8>) -> bool {
        let fits = self.gate.send_if_modified(|gate| {
            let fits = gate.is_next(slot);
            if fits {
                gate.flow.sent(frame.len(), Instant::now());
            }
            fits
        });
        fits && self.frames.send((slot.connection, frame)).await.is_ok()
    }
}

impl Drop for ScreenLink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
