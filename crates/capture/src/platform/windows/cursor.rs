//! The cursor of Windows: asked for its place sixty times a second while it moves, thirty while it
//! rests (a few microseconds each; there is no event for it without a window); its shape is read
//! when its handle is another one.
#![expect(unsafe_code, reason = "calls of user32 and gdi32")]

use std::ffi::c_void;
use std::sync::Arc;
use std::time::{Duration, Instant};

use windows::Win32::Foundation::POINT;
use windows::Win32::Graphics::Gdi::{
    BITMAP, BITMAPINFO, BITMAPINFOHEADER, DIB_RGB_COLORS, DeleteObject, GetDC, GetDIBits,
    GetObjectW, HBITMAP, ReleaseDC,
};
use windows::Win32::UI::WindowsAndMessaging::{
    CURSOR_SHOWING, CURSORINFO, GetCursorInfo, GetIconInfo, HCURSOR, ICONINFO,
};

use super::shape::{Bitmap, shape};
use crate::{CursorPosition, CursorShape, CursorUpdate, Monitor};

/// Between two looks while the cursor moves.
const STEP: Duration = Duration::from_micros(16_600);
/// Pixels along one side beyond which a bitmap is no cursor's.
const LARGEST: i32 = 1_024;

/// What is known about the cursor and has not been told.
pub(super) struct Cursor {
    monitor: Monitor,
    next: Instant,
    known: Option<(HCURSOR, CursorPosition)>,
    news: Option<CursorUpdate>,
}

// SAFETY: the handle of a cursor is a number that every thread may use; it is only compared and
// passed to GetIconInfo.
unsafe impl Send for Cursor {}

impl Cursor {
    pub(super) fn new(monitor: &Monitor) -> Self {
        Self { monitor: monitor.clone(), next: Instant::now(), known: None, news: None }
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
            let moved = self.ask();
            self.next = now + if moved { STEP } else { STEP * 2 };
        }
        self.next.saturating_duration_since(now)
    }

    /// Asks the system; answers whether anything is different.
    fn ask(&mut self) -> bool {
        let Some((cursor, position)) = self.now() else { return false };
        let (last_cursor, last_position) = self.known.replace((cursor, position)).unzip();
        let moved = last_position != Some(position);
        let shape = if last_cursor == Some(cursor) || cursor.is_invalid() {
            None
        } else {
            shape_of(cursor).map(Arc::new)
        };
        if !moved && shape.is_none() {
            return false;
        }
        let news = self.news.get_or_insert_default();
        news.position = if moved { Some(position) } else { news.position };
        news.shape = shape.or_else(|| news.shape.take());
        true
    }

    /// The cursor's handle and place; none while the system tells nobody, as on the lock screen.
    fn now(&self) -> Option<(HCURSOR, CursorPosition)> {
        let mut info = CURSORINFO { cbSize: size_of::<CURSORINFO>() as u32, ..Default::default() };
        // SAFETY: `info` is a CURSORINFO that says how large it is, and outlives the call.
        unsafe { GetCursorInfo(&raw mut info) }.ok()?;
        let POINT { x, y } = info.ptScreenPos;
        let (x, y) = (x - self.monitor.x, y - self.monitor.y);
        let inside = info.flags.0 & CURSOR_SHOWING.0 != 0
            && (0..i32::from(self.monitor.width)).contains(&x)
            && (0..i32::from(self.monitor.height)).contains(&y);
        let position = if inside { CursorPosition::At { x, y } } else { CursorPosition::Elsewhere };
        Some((info.hCursor, position))
    }
}

fn shape_of(cursor: HCURSOR) -> Option<CursorShape> {
    let mut info = ICONINFO::default();
    // SAFETY: `info` outlives the call; a handle that has gone meanwhile is refused by the system.
    unsafe { GetIconInfo(cursor.into(), &raw mut info) }.ok()?;
    let (mask, colour) = (Owned(info.hbmMask), Owned(info.hbmColor));
    let colour = if colour.0.is_invalid() { None } else { Some(read(&colour)?) };
    shape(&read(&mask)?, colour.as_ref(), [info.xHotspot, info.yHotspot])
}

/// A bitmap that was made for us, and goes with its owner.
struct Owned(HBITMAP);

impl Drop for Owned {
    fn drop(&mut self) {
        if !self.0.is_invalid() {
            // SAFETY: GetIconInfo has made the bitmap for its caller, and nobody else deletes it.
            unsafe { DeleteObject(self.0.into()) }.ok().ok();
        }
    }
}

/// A bitmap's pixels, from its upper row on.
fn read(bitmap: &Owned) -> Option<Bitmap> {
    let mut about = BITMAP::default();
    let size = size_of::<BITMAP>() as i32;
    let into: *mut c_void = (&raw mut about).cast();
    // SAFETY: `about` has the size that is said, and outlives the call.
    let told = unsafe { GetObjectW(bitmap.0.into(), size, Some(into)) };
    let sides = 0..=LARGEST;
    if told == 0 || !sides.contains(&about.bmWidth) || !sides.contains(&about.bmHeight) {
        return None;
    }
    let (width, height) = (about.bmWidth as usize, about.bmHeight as usize);
    let mut pixels = vec![0_u32; width * height];
    let mut form = BITMAPINFO { bmiHeader: header(width, height), ..Default::default() };
    let into: *mut c_void = pixels.as_mut_ptr().cast();
    // SAFETY: the screen's context is given back below. GetDIBits writes `height` rows of `width`
    // pixels of four bytes, as the header says, which is exactly what `pixels` holds.
    let rows = unsafe {
        let screen = GetDC(None);
        let form = &raw mut form;
        let rows = GetDIBits(screen, bitmap.0, 0, height as u32, Some(into), form, DIB_RGB_COLORS);
        ReleaseDC(None, screen);
        rows
    };
    (rows as usize == height).then_some(Bitmap { width, height, pixels })
}

/// The form of a picture of four bytes a pixel whose rows go from above to below.
pub(super) fn header(width: usize, height: usize) -> BITMAPINFOHEADER {
    BITMAPINFOHEADER {
        biSize: size_of::<BITMAPINFOHEADER>() as u32,
        biWidth: width as i32,
        biHeight: -(height as i32),
        biPlanes: 1,
        biBitCount: 32,
        ..Default::default()
    }
}
