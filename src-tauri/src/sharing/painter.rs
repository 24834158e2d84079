//! Makes screen frames of one monitor: takes the newest changes from the capture, has them
//! encoded, and puts cursor and times around them. Runs on the pipeline's thread.

use std::time::{Duration, Instant, SystemTime};

use corporate_capture::{
    CaptureError, Capturer, CursorPosition, CursorUpdate, Monitor, Pixels, Update,
};
use corporate_encode::{EncodeError, Encoded, Encoder, Options, Picture};
use corporate_link::Slot;
use corporate_protocol::screen::{Cursor, Frame, FrameTimes, Operation, Rect};

use super::budget::Budget;
use super::line;

/// The longest wait for a change; consent is looked at again after it.
const MOST_WAIT: Duration = Duration::from_millis(500);

/// Paints one monitor.
pub(super) struct Painter {
    monitor: Monitor,
    capturer: Capturer,
    encoder: Encoder,
    /// The cursor as the viewer should know it, for refreshes.
    cursor: CursorUpdate,
    /// Whether the capture has delivered its first picture.
    has_picture: bool,
    /// Whether all viewers can decode video.
    video: bool,
    budget: Budget,
}

/// Why no frame could be made.
#[derive(Debug)]
pub(super) enum PaintError {
    Capture(CaptureError),
    /// The next frame must be a refresh.
    Encode(EncodeError),
}

impl From<CaptureError> for PaintError {
    fn from(error: CaptureError) -> Self {
        Self::Capture(error)
    }
}

impl From<EncodeError> for PaintError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl Painter {
    pub(super) fn new(capturer: Capturer) -> Result<Self, EncodeError> {
        let monitor = capturer.monitor().clone();
        let encoder = Encoder::new(monitor.width, monitor.height, Options::default())?;
        let (cursor, budget) = (CursorUpdate::default(), Budget::of_this_machine());
        Ok(Self { monitor, capturer, encoder, cursor, has_picture: false, video: true, budget })
    }

    /// Whether video may be made from the next refresh on.
    pub(super) const fn set_video(&mut self, video: bool) {
        self.video = video;
    }

    /// How long to leave the processor to others before the next frame.
    pub(super) fn rest(&self) -> Duration {
        self.budget.rest(Instant::now())
    }

    /// Waits a moment for something to show and makes the frame of it; none where nothing has
    /// changed. Must be called only when the frame can be sent at once.
    pub(super) fn paint(&mut self, slot: Slot, refresh: bool) -> Result<Option<Frame>, PaintError> {
        let refresh = refresh || !self.has_picture;
        let start = Instant::now();
        self.encoder.set_options(line::options(&slot.line, self.video));
        let due = self.encoder.sharpen_at(start).filter(|_| line::may_sharpen(&slot.line));
        let wait = match due {
            // A refresh needs no change, once there is a picture at all.
            _ if refresh && self.has_picture => Duration::ZERO,
            Some(due) => due.saturating_duration_since(Instant::now()).min(MOST_WAIT),
            None => MOST_WAIT,
        };
        let update = self.capturer.next(wait)?;
        self.has_picture |= update.is_some();
        let mut times = FrameTimes { captured_at_us: now_us(), ..FrameTimes::default() };
        let mut cursor = Vec::new();
        let encoded = if let Some(update) = &update {
            times.captured_at_us = update.captured_at_us;
            times.capture_us = update.capture_us;
            cursor = remember(&mut self.cursor, update.cursor.as_ref());
            if let Some(CursorPosition::At { x, y }) = self.cursor.position {
                self.encoder.look_at(x, y);
            }
            Some(encode(&mut self.encoder, update, refresh)?)
        } else if refresh && self.has_picture {
            let picture = self.capturer.picture();
            let picture = borrow(picture.pixels())?;
            Some(self.encoder.encode(&picture, &[], true, Instant::now())?)
        } else if due.is_some_and(|due| due <= Instant::now()) {
            let picture = self.capturer.picture();
            self.encoder.sharpen(&borrow(picture.pixels())?, Instant::now())?
        } else {
            None
        };
        drop(update);
        if let Some(encoded) = &encoded {
            self.budget.spent(Duration::from_micros(encoded.encode_us.into()), Instant::now());
        }
        Ok(encoded.and_then(|encoded| self.frame(slot, encoded, cursor, times)))
    }

    /// Ends early a wait inside of [`Painter::paint`].
    pub(super) fn waker(&self) -> corporate_capture::Waker {
        self.capturer.waker()
    }

    fn frame(
        &self,
        slot: Slot,
        encoded: Encoded,
        cursor: Vec<Operation>,
        times: FrameTimes,
    ) -> Option<Frame> {
        let Encoded { mut operations, refresh, encode_us } = encoded;
        operations.extend(if refresh { operations_of(&self.cursor) } else { cursor });
        if operations.is_empty() {
            return None;
        }
        trace(slot, &operations, encode_us);
        Some(Frame {
            sequence: slot.sequence,
            monitor: self.monitor.index,
            width: self.monitor.width,
            height: self.monitor.height,
            refresh,
            times: FrameTimes { encode_us, ..times },
            operations,
        })
    }
}

/// Says what a frame is made of: numbers only.
fn trace(slot: Slot, operations: &[Operation], encode_us: u32) {
    let (mut moves, mut patches, mut patch_bytes, mut video_bytes) = (0, 0, 0, 0);
    for operation in operations {
        match operation {
            Operation::Move { .. } => moves += 1,
            Operation::Patch { data, .. } => {
                patches += 1;
                patch_bytes += data.len();
            }
            Operation::Video { data, .. } => video_bytes += data.len(),
            Operation::Cursor(_) => {}
        }
    }
    tracing::trace!(
        frame.sequence = slot.sequence, frame.moves = moves, frame.patches = patches,
        frame.patch_bytes = patch_bytes, frame.video_bytes = video_bytes,
        frame.encode_us = encode_us, line = ?slot.line, "frame made"
    );
}

fn encode(
    encoder: &mut Encoder,
    update: &Update<'_>,
    refresh: bool,
) -> Result<Encoded, EncodeError> {
    let damage: Vec<Rect> = update
        .damage
        .iter()
        .map(|rect| Rect { x: rect.x, y: rect.y, width: rect.width, height: rect.height })
        .collect();
    encoder.encode(&borrow(update.pixels())?, &damage, refresh, Instant::now())
}

fn borrow(pixels: Pixels<'_>) -> Result<Picture<'_>, EncodeError> {
    Picture::new(pixels.width(), pixels.height(), pixels.stride(), pixels.bytes())
}

/// Takes a cursor's change in and gives the operations that tell of it.
fn remember(known: &mut CursorUpdate, change: Option<&CursorUpdate>) -> Vec<Operation> {
    let Some(change) = change else { return Vec::new() };
    if change.shape.is_some() {
        known.shape.clone_from(&change.shape);
    }
    if change.position.is_some() {
        known.position = change.position;
    }
    operations_of(change)
}

fn operations_of(update: &CursorUpdate) -> Vec<Operation> {
    let shape = update.shape.as_ref().map(|shape| Cursor::Shape {
        hot_x: shape.hot_x,
        hot_y: shape.hot_y,
        width: shape.width,
        height: shape.height,
        rgba: shape.rgba.clone(),
    });
    let position = update.position.map(|position| match position {
        CursorPosition::Elsewhere => Cursor::Hidden,
        CursorPosition::At { x, y } => Cursor::Position { x, y },
    });
    shape.into_iter().chain(position).map(Operation::Cursor).collect()
}

fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map(|since| since.as_micros() as u64).unwrap_or_default()
}
