//! A source of pictures without any system, for tests of whatever consumes a [`Capturer`]: a
//! text-like pattern and a white square that moves across it whenever the test says so.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

use crate::frame::Frame;
use crate::slot::{Backend, Delivery, Doorbell, Slot};
use crate::{CaptureError, Capturer, CursorPosition, CursorUpdate, Monitor, Rect};

/// Pixels along one side of the square.
pub const SQUARE_SIDE: u16 = 32;

/// A picture without a thread, for measuring what comparing takes.
pub struct Canvas(Frame);

impl Canvas {
    /// A black picture.
    pub fn new(width: u16, height: u16) -> Self {
        Self(Frame::new(width, height))
    }

    /// Takes in the pixels of `rect`, which must lie inside: rows of B, G, R, X. Gives what differs.
    pub fn absorb(&mut self, rect: Rect, bgrx: &[u8]) -> Vec<Rect> {
        let mut changed = Vec::new();
        self.0.absorb(rect, bgrx, &mut changed);
        changed
    }
}

/// What the test does to the picture.
#[derive(Clone)]
pub struct Stage {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    rung: bool,
    paint: Vec<(Rect, Vec<u8>)>,
    cursor: Option<CursorUpdate>,
    fail: Option<CaptureError>,
    square: Option<Rect>,
}

/// A monitor that exists in tests only.
pub fn monitor(width: u16, height: u16) -> Monitor {
    let name = "synthetic".to_owned();
    Monitor { index: 0, id: 0, name, x: 0, y: 0, width, height, primary: true, scale: 1.0 }
}

/// Starts a synthetic capture and gives the stage that changes its picture.
///
/// # Errors
/// [`CaptureError::System`] where no thread can be started.
pub fn start(width: u16, height: u16) -> Result<(Capturer, Stage), CaptureError> {
    let stage = Stage { shared: Arc::default() };
    let backend = Box::new(Source { monitor: monitor(width, height), stage: stage.clone() });
    Ok((Capturer::run(monitor(width, height), backend)?, stage))
}

/// The pattern behind the square: dark strokes in rows, as text has them.
pub fn text_pixel(x: u16, y: u16) -> [u8; 4] {
    let (column, row) = (u32::from(x / 7), u32::from(y / 14));
    let glyph = column.wrapping_mul(2_654_435_761) ^ row.wrapping_mul(40_503);
    let stroke = (glyph >> (8 + (x % 7) + (y % 14) / 3)) & 1 == 1;
    if stroke && x % 7 < 5 && (2..12).contains(&(y % 14)) {
        [40, 32, 24, 255]
    } else {
        [250, 252, 248, 255]
    }
}

impl Stage {
    /// Moves the square's upper left corner here; the picture must be large enough for it.
    pub fn move_square(&self, x: u16, y: u16) {
        let rect = Rect { x, y, width: SQUARE_SIDE, height: SQUARE_SIDE };
        self.change(|state| {
            if let Some(left) = state.square.replace(rect) {
                state.paint.push((left, text(left)));
            }
            state.paint.push((rect, vec![255; rect.area() as usize * 4]));
        });
    }

    /// Paints rows of B, G, R, X pixels.
    pub fn paint(&self, rect: Rect, bgrx: &[u8]) {
        self.change(|state| state.paint.push((rect, bgrx.to_vec())));
    }

    /// Moves the cursor.
    pub fn move_cursor(&self, x: i32, y: i32) {
        let position = Some(CursorPosition::At { x, y });
        self.change(|state| state.cursor = Some(CursorUpdate { shape: None, position }));
    }

    /// Breaks the capture, as a monitor that is unplugged does.
    pub fn fail(&self, reason: CaptureError) {
        self.change(|state| state.fail = Some(reason));
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        state.rung = true;
        drop(state);
        self.shared.changed.notify_all();
    }
}

fn text(rect: Rect) -> Vec<u8> {
    let rows = rect.y..rect.y + rect.height;
    rows.flat_map(|y| (rect.x..rect.x + rect.width).flat_map(move |x| text_pixel(x, y))).collect()
}

struct Source {
    monitor: Monitor,
    stage: Stage,
}

impl Backend for Source {
    fn doorbell(&self) -> Doorbell {
        let stage = self.stage.clone();
        Arc::new(move || stage.change(|_| {}))
    }

    fn run(self: Box<Self>, slot: &Slot) -> CaptureError {
        let whole = Rect::whole(self.monitor.width, self.monitor.height);
        let mut first = Some((whole, text(whole)));
        loop {
            if slot.stopping() {
                return CaptureError::Stopped;
            }
            let shared = &self.stage.shared;
            let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(reason) = state.fail.take() {
                return reason;
            }
            let something = first.is_some() || !state.paint.is_empty() || state.cursor.is_some();
            if !something || !slot.wanted() {
                while !std::mem::take(&mut state.rung) {
                    state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                continue;
            }
            let paint = std::mem::take(&mut state.paint);
            let cursor = state.cursor.take();
            drop(state);
            slot.deliver(Some(deliver(slot, &mut first, &paint, cursor)));
        }
    }
}

fn deliver(
    slot: &Slot,
    first: &mut Option<(Rect, Vec<u8>)>,
    paint: &[(Rect, Vec<u8>)],
    cursor: Option<CursorUpdate>,
) -> Delivery {
    let captured_at_us = crate::slot::now_us();
    let start = Instant::now();
    let mut damage = Vec::new();
    let mut frame = slot.frame();
    let whole = first.take().map(|(rect, pixels)| {
        frame.absorb(rect, &pixels, &mut damage);
        rect
    });
    for (rect, pixels) in paint {
        frame.absorb(*rect, pixels, &mut damage);
    }
    if let Some(whole) = whole {
        damage = vec![whole];
    }
    let capture_us = start.elapsed().as_micros() as u32;
    Delivery { damage, cursor, captured_at_us, capture_us }
}
