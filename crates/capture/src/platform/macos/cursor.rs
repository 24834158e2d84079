//! The cursor of macOS: asked for its place sixty times a second while it moves, thirty while it
//! rests; its shape, which costs more, five times a second. There is no event for either.
#![expect(unsafe_code, reason = "calls of AppKit and Core Graphics")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use objc2::rc::autoreleasepool;
use objc2_app_kit::NSCursor;
use objc2_core_foundation::{CGPoint, CGRect, CGSize};
use objc2_core_graphics::{
    CGBitmapContextCreate, CGColorSpace, CGContext, CGEvent, CGImageAlphaInfo, CGImageByteOrderInfo,
};

use crate::{CursorPosition, CursorShape, CursorUpdate, Monitor};

/// Between two looks while the cursor moves.
const STEP: Duration = Duration::from_micros(16_600);
/// Between two looks at its shape.
const SHAPE_STEP: Duration = Duration::from_millis(200);
/// Pixels along one side beyond which an image is no cursor's.
const LARGEST: f64 = 256.0;

/// What is known about the cursor and has not been told.
pub(super) struct Cursor {
    monitor: Monitor,
    next: Instant,
    next_shape: Instant,
    position: Option<CursorPosition>,
    shape: Option<Arc<CursorShape>>,
    news: Option<CursorUpdate>,
}

impl Cursor {
    pub(super) fn new(monitor: &Monitor) -> Self {
        let now = Instant::now();
        let monitor = monitor.clone();
        Self { monitor, next: now, next_shape: now, position: None, shape: None, news: None }
    }

    pub(super) const fn has_news(&self) -> bool {
        self.news.is_some()
    }

    pub(super) fn take(&mut self) -> Option<CursorUpdate> {
        self.news.take()
    }

    /// Looks where it is time to; answers when the next time is.
    pub(super) fn look(&mut self) -> Duration {
        let now = Instant::now();
        if now >= self.next {
            let moved = self.ask_place();
            if now >= self.next_shape {
                self.next_shape = now + SHAPE_STEP;
                autoreleasepool(|_| self.ask_shape());
            }
            self.next = now + if moved { STEP } else { STEP * 2 };
        }
        self.next.saturating_duration_since(now)
    }

    fn ask_place(&mut self) -> bool {
        let Some(event) = CGEvent::new(None) else { return false };
        let CGPoint { x, y } = CGEvent::location(Some(&event));
        let scale = f64::from(self.monitor.scale);
        let pixels = |at: f64, edge: i32| ((at - f64::from(edge)) * scale).floor() as i32;
        let (x, y) = (pixels(x, self.monitor.x), pixels(y, self.monitor.y));
        let inside = (0..i32::from(self.monitor.width)).contains(&x)
            && (0..i32::from(self.monitor.height)).contains(&y);
        let position = if inside { CursorPosition::At { x, y } } else { CursorPosition::Elsewhere };
        let moved = self.position.replace(position) != Some(position);
        if moved {
            self.news.get_or_insert_default().position = Some(position);
        }
        moved
    }

    fn ask_shape(&mut self) {
        let Some(shape) = shape(f64::from(self.monitor.scale)).map(Arc::new) else { return };
        if self.shape.as_ref() != Some(&shape) {
            self.shape = Some(Arc::clone(&shape));
            self.news.get_or_insert_default().shape = Some(shape);
        }
    }
}

/// The system's cursor as it looks now, drawn in the pixels of a display with this many in a point.
fn shape(scale: f64) -> Option<CursorShape> {
    #[expect(deprecated, reason = "the only way to the cursor of other programs")]
    let cursor = NSCursor::currentSystemCursor()?;
    let (image, hot) = (cursor.image(), cursor.hotSpot());
    let side = |points: f64| (points * scale).round().clamp(1.0, LARGEST);
    let size = image.size();
    let (width, height) = (side(size.width), side(size.height));
    let area = CGRect { origin: CGPoint { x: 0.0, y: 0.0 }, size: CGSize { width, height } };
    let mut proposed = area;
    // SAFETY: `proposed` outlives the call, and no hints are given.
    let drawn =
        unsafe { image.CGImageForProposedRect_context_hints(&raw mut proposed, None, None) }?;
    let (across, down) = (width as usize, height as usize);
    let mut pixels = vec![0_u32; across * down];
    let colours = CGColorSpace::new_device_rgb()?;
    // Four bytes a pixel, B first in memory, which is 0xAARRGGBB in a number.
    let form = CGImageByteOrderInfo::Order32Little.0 | CGImageAlphaInfo::PremultipliedFirst.0;
    let into = pixels.as_mut_ptr().cast();
    // SAFETY: `pixels` holds `down` rows of `across` pixels of four bytes and outlives the
    // context, which ends right below.
    let context =
        unsafe { CGBitmapContextCreate(into, across, down, 8, across * 4, Some(&colours), form) }?;
    CGContext::draw_image(Some(&context), area, Some(&drawn));
    drop(context);
    let hot = [hot.x, hot.y].map(|at| (at * scale).round().clamp(0.0, LARGEST) as u16);
    CursorShape::from_premultiplied([across as u16, down as u16], hot, &pixels)
}
