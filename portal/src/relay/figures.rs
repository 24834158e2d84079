//! Figures of one session's shared screen, gathered while its frames pass. Pure and bounded. Times of
//! the sharing machine are taken as the durations that they are; its clock is never looked at.

mod exact;
mod spread;

use std::collections::VecDeque;

use corporate_protocol::report::PictureFigures;
use corporate_protocol::screen::{Acknowledgement, FrameTimes, FrameView, OperationView};
use serde::{Deserialize, Serialize};

use exact::Exact;
use spread::Spread;

/// Frames whose acknowledgement is waited for.
const WAITING: usize = 64;

/// What is kept of a shared screen between two writings, and in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Gathered {
    frames: u64,
    capture: Spread,
    encode: Spread,
    send: Spread,
    relay: Spread,
    decode: Spread,
    paint: Spread,
    sum: Spread,
    video_bytes: u64,
    patch_bytes: u64,
    move_bytes: u64,
    cursor_bytes: u64,
    bytes: u64,
    exact_permille: Option<u16>,
}

/// Gathers the figures of one line.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    gathered: Gathered,
    exact: Exact,
    /// Frames on their way to viewers: sequence, and what they took up to the portal.
    waiting: VecDeque<(u32, u32)>,
    /// What the portal added, of the newest that it sent.
    relayed: VecDeque<(u32, u32)>,
}

impl Figures {
    /// A frame is passed on.
    pub(crate) fn shown(&mut self, frame: &FrameView<'_>, bytes: usize) {
        let FrameTimes { capture_us, encode_us, send_us, .. } = frame.times;
        let gathered = &mut self.gathered;
        gathered.frames += 1;
        gathered.bytes += bytes as u64;
        gathered.capture.add(capture_us);
        gathered.encode.add(encode_us);
        gathered.send.add(send_us);
        for operation in frame.operations() {
            match operation {
                OperationView::Video { rects, data, .. } => {
                    gathered.video_bytes += (8 + 8 * rects.iter().len() + data.len()) as u64;
                }
                OperationView::Patch { data, .. } => gathered.patch_bytes += 14 + data.len() as u64,
                OperationView::Move { .. } => gathered.move_bytes += 13,
                OperationView::CursorHidden => gathered.cursor_bytes += 2,
                OperationView::CursorAt { .. } => gathered.cursor_bytes += 10,
                OperationView::CursorShape { rgba, .. } => {
                    gathered.cursor_bytes += 10 + rgba.len() as u64;
                }
            }
        }
        self.exact.follow(frame);
        let so_far = capture_us.saturating_add(encode_us).saturating_add(send_us);
        push(&mut self.waiting, (frame.sequence, so_far));
    }

    /// A frame leaves for a viewer, after this time in the portal.
    pub(crate) fn sent(&mut self, sequence: u32, relay_us: u32) {
        self.gathered.relay.add(relay_us);
        push(&mut self.relayed, (sequence, relay_us));
    }

    /// A viewer has painted a frame.
    pub(crate) fn painted(&mut self, what: Acknowledgement) {
        let Acknowledgement { sequence, decode_us, paint_us } = what;
        let of = |queue: &VecDeque<(u32, u32)>| {
            queue.iter().rev().find(|(known, _)| *known == sequence).map(|(_, micros)| *micros)
        };
        // An acknowledgement of a frame that is long gone tells nothing.
        let (Some(so_far), Some(relay_us)) = (of(&self.waiting), of(&self.relayed)) else { return };
        self.gathered.decode.add(decode_us);
        self.gathered.paint.add(paint_us);
        let sum = [relay_us, decode_us, paint_us].into_iter().fold(so_far, u32::saturating_add);
        self.gathered.sum.add(sum);
        self.relayed.retain(|(known, _)| *known != sequence);
    }

    /// Sequences begin anew with another socket of the app.
    pub(crate) fn begin(&mut self) {
        self.waiting.clear();
        self.relayed.clear();
    }

    /// What was gathered since the last time; none where no frame came.
    pub(crate) fn take(&mut self) -> Option<Gathered> {
        let mut gathered = std::mem::take(&mut self.gathered);
        gathered.exact_permille = self.exact.permille();
        (gathered.frames > 0).then_some(gathered)
    }
}

fn push(queue: &mut VecDeque<(u32, u32)>, new: (u32, u32)) {
    if queue.len() == WAITING {
        queue.pop_front();
    }
    queue.push_back(new);
}

impl Gathered {
    /// Adds what was gathered later.
    pub(crate) fn merge(&mut self, later: &Self) {
        self.frames = self.frames.saturating_add(later.frames);
        for (own, more) in [
            (&mut self.capture, &later.capture),
            (&mut self.encode, &later.encode),
            (&mut self.send, &later.send),
            (&mut self.relay, &later.relay),
            (&mut self.decode, &later.decode),
            (&mut self.paint, &later.paint),
            (&mut self.sum, &later.sum),
        ] {
            own.merge(more);
        }
        for (own, more) in [
            (&mut self.video_bytes, later.video_bytes),
            (&mut self.patch_bytes, later.patch_bytes),
            (&mut self.move_bytes, later.move_bytes),
            (&mut self.cursor_bytes, later.cursor_bytes),
            (&mut self.bytes, later.bytes),
        ] {
            *own = own.saturating_add(more);
        }
        self.exact_permille = later.exact_permille;
    }

    /// The figures as reports show them.
    pub(crate) fn figures(&self) -> PictureFigures {
        PictureFigures {
            frames: self.frames,
            capture: self.capture.figures(),
            encode: self.encode.figures(),
            send: self.send.figures(),
            relay: self.relay.figures(),
            decode: self.decode.figures(),
            paint: self.paint.figures(),
            sum: self.sum.figures(),
            video_bytes: self.video_bytes,
            patch_bytes: self.patch_bytes,
            move_bytes: self.move_bytes,
            cursor_bytes: self.cursor_bytes,
            bytes: self.bytes,
            exact_permille: self.exact_permille,
        }
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::screen::{Frame, Operation, Rect};

    use super::*;

    fn pass(figures: &mut Figures, sequence: u32) {
        let to = Rect { x: 0, y: 0, width: 8, height: 8 };
        let video = Operation::Video { key: false, rects: vec![to], data: vec![0; 84] };
        let operations = vec![video, Operation::Move { from_x: 8, from_y: 0, to }];
        let times = FrameTimes { capture_us: 1, encode_us: 2, send_us: 3, ..FrameTimes::default() };
        let frame =
            Frame { sequence, monitor: 0, width: 16, height: 16, refresh: true, times, operations };
        let bytes = frame.encode();
        figures.shown(&FrameView::check(&bytes).expect("a frame"), bytes.len());
        figures.sent(sequence, 4);
    }

    #[test]
    fn each_frame_counts_with_what_its_viewer_says() {
        let mut figures = Figures::default();
        for sequence in 1..=1_000 {
            pass(&mut figures, sequence);
            let painted = Acknowledgement { sequence, decode_us: 5, paint_us: 1 };
            figures.painted(painted);
            figures.painted(painted);
        }
        figures.painted(Acknowledgement { sequence: 9_999, decode_us: 77, paint_us: 77 });
        let told = figures.take().expect("frames").figures();
        assert_eq!((told.frames, told.sum.p50_us, told.sum.p95_us), (1_000, 17, 17));
        assert_eq!((told.relay.p50_us, told.decode.p95_us), (4, 5));
        assert_eq!((told.video_bytes, told.move_bytes), (100_000, 13_000));
        assert_eq!(told.bytes, 1_000 * (40 + 100 + 13));
        assert_eq!(told.exact_permille, Some(0));
        assert_eq!(figures.take(), None, "nothing since");
        assert!(figures.waiting.len() <= WAITING && figures.relayed.len() <= WAITING);
    }

    #[test]
    fn what_was_kept_is_added_to() {
        let mut figures = Figures::default();
        pass(&mut figures, 1);
        let first = figures.take().expect("a frame");
        let text = serde_json::to_string(&first).expect("JSON");
        let mut kept: Gathered = serde_json::from_str(&text).expect("as it was");
        assert_eq!(kept, first);
        pass(&mut figures, 2);
        kept.merge(&figures.take().expect("a frame"));
        assert_eq!(kept.figures().frames, 2);
        assert_eq!(kept.figures().bytes, 2 * 153);
    }
}
