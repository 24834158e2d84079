//! The desktop copied by GDI: for systems without Windows Graphics Capture (before Windows 10 1903,
//! some virtual machines, Wine). Knows no damage: the whole monitor is copied and compared.
#![expect(unsafe_code, reason = "calls of gdi32")]

use std::ffi::c_void;
use std::time::{Duration, Instant};

use windows::Win32::Graphics::Gdi::{
    BITMAPINFO, BitBlt, CreateCompatibleDC, CreateDIBSection, DIB_RGB_COLORS, DeleteDC,
    DeleteObject, GdiFlush, GetDC, HBITMAP, HDC, HGDIOBJ, ReleaseDC, SRCCOPY, SelectObject,
};

use super::cursor::header;
use crate::frame::{BYTES_PER_PIXEL, Frame};
use crate::{CaptureError, Monitor, Rect};

/// How often to look.
const EVERY: Duration = Duration::from_millis(100);

/// A monitor that is copied.
pub(super) struct Desktop {
    monitor: Monitor,
    next: Instant,
    /// Made by the thread that reads, since a context belongs to its thread.
    copy: Option<Copy>,
    /// It has been said that copying fails.
    complained: bool,
}

impl Desktop {
    pub(super) fn new(monitor: &Monitor) -> Self {
        let monitor = monitor.clone();
        Self { monitor, next: Instant::now(), copy: None, complained: false }
    }

    /// When to copy: now where zero.
    pub(super) fn due_in(&self) -> Duration {
        self.next.saturating_duration_since(Instant::now())
    }

    /// Copies and compares. While the system refuses, as it does while it asks for a password, the
    /// picture stays what it was.
    pub(super) fn read(
        &mut self,
        frame: &mut Frame,
        changed: &mut Vec<Rect>,
    ) -> Result<bool, CaptureError> {
        self.next = Instant::now() + EVERY;
        if self.copy.is_none() {
            self.copy = Some(Copy::new(&self.monitor)?);
        }
        let Some(copy) = &mut self.copy else { return Ok(false) };
        let pixels = match copy.take(&self.monitor) {
            Ok(pixels) => pixels,
            Err(error) => {
                if !std::mem::replace(&mut self.complained, true) {
                    tracing::warn!(%error, "the desktop cannot be copied at present");
                }
                return Ok(false);
            }
        };
        self.complained = false;
        frame.absorb(Rect::whole(self.monitor.width, self.monitor.height), pixels, changed);
        Ok(true)
    }
}

/// The screen, and memory of a monitor's size that GDI copies into.
struct Copy {
    screen: HDC,
    memory: HDC,
    bitmap: HBITMAP,
    before: HGDIOBJ,
    bits: *const u8,
    bytes: usize,
}

// SAFETY: the first read makes it, and all further calls, the drop too, are on that same thread,
// the capture thread, which owns the backend until it ends.
unsafe impl Send for Copy {}

impl Copy {
    fn new(monitor: &Monitor) -> Result<Self, CaptureError> {
        let failed = |error| CaptureError::system("making room for a copy of the desktop", error);
        let (width, height) = (usize::from(monitor.width), usize::from(monitor.height));
        let form = BITMAPINFO { bmiHeader: header(width, height), ..Default::default() };
        let mut bits: *mut c_void = std::ptr::null_mut();
        // SAFETY: the calls only make objects; `form` and `bits` outlive them. What was made is
        // kept below and given back by the drop.
        unsafe {
            let screen = GetDC(None);
            let memory = CreateCompatibleDC(Some(screen));
            let bits_at = &raw mut bits;
            let bitmap =
                CreateDIBSection(Some(screen), &raw const form, DIB_RGB_COLORS, bits_at, None, 0);
            let bitmap = bitmap.inspect_err(|_| {
                DeleteDC(memory).ok().ok();
                ReleaseDC(None, screen);
            });
            let bitmap = bitmap.map_err(failed)?;
            let before = SelectObject(memory, bitmap.into());
            let bytes = width * height * BYTES_PER_PIXEL;
            Ok(Self { screen, memory, bitmap, before, bits: bits.cast(), bytes })
        }
    }

    /// Copies the monitor as it looks now.
    fn take(&mut self, monitor: &Monitor) -> windows::core::Result<&[u8]> {
        let (width, height) = (monitor.width.into(), monitor.height.into());
        // SAFETY: both contexts live until the drop. CreateDIBSection has succeeded, so `bits`
        // holds width * height pixels of four bytes until the bitmap goes, which outlives the
        // slice; nothing writes there after GdiFlush until the next call, which needs `&mut`.
        unsafe {
            let screen = Some(self.screen);
            BitBlt(self.memory, 0, 0, width, height, screen, monitor.x, monitor.y, SRCCOPY)?;
            GdiFlush().ok()?;
            Ok(std::slice::from_raw_parts(self.bits, self.bytes))
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // SAFETY: all four were made in `new` and belong to this value alone; no slice of the
        // bitmap outlives the borrow of self.
        unsafe {
            SelectObject(self.memory, self.before);
            DeleteObject(self.bitmap.into()).ok().ok();
            DeleteDC(self.memory).ok().ok();
            ReleaseDC(None, self.screen);
        }
    }
}
