//! A window of one colour, above all others, gone with the test.
#![expect(unsafe_code, reason = "calls of user32 and gdi32")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use corporate_capture::Rect;
use windows::Win32::Foundation::{COLORREF, HWND, RECT};
use windows::Win32::Graphics::Gdi::{
    CreateSolidBrush, DeleteObject, FillRect, GdiFlush, GetDC, ReleaseDC,
};
use windows::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DestroyWindow, DispatchMessageW, IDC_IBEAM, LoadCursorW, MSG, PM_REMOVE,
    PeekMessageW, SetCursor, SetCursorPos, TranslateMessage, WS_EX_TOOLWINDOW, WS_EX_TOPMOST,
    WS_POPUP, WS_VISIBLE,
};
use windows::core::w;

/// Keeps the other tests from the desktop.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static DESKTOP: Mutex<()> = Mutex::new(());
    DESKTOP.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A window that ends with the test.
pub(crate) struct Window {
    handle: HWND,
    size: [i32; 2],
}

impl Window {
    pub(crate) fn show(place: Rect) -> Self {
        let Rect { x, y, width, height } = place;
        let [x, y, width, height] = [x, y, width, height].map(i32::from);
        let above = WS_EX_TOPMOST | WS_EX_TOOLWINDOW;
        // SAFETY: the class belongs to the system, and both texts are constants.
        let handle = unsafe {
            let style = WS_POPUP | WS_VISIBLE;
            let (class, title) = (w!("STATIC"), w!("test"));
            CreateWindowExW(above, class, title, style, x, y, width, height, None, None, None, None)
        };
        let window = Self { handle: handle.expect("a window"), size: [width, height] };
        window.serve();
        window
    }

    /// Answers the system's messages, as every program has to.
    pub(crate) fn serve(&self) {
        let mut message = MSG::default();
        // SAFETY: `message` outlives the calls; messages are only passed on.
        unsafe {
            while PeekMessageW(&raw mut message, Some(self.handle), 0, 0, PM_REMOVE).as_bool() {
                let _ = TranslateMessage(&raw const message);
                DispatchMessageW(&raw const message);
            }
            GdiFlush().ok().ok();
        }
    }

    /// Fills it with a colour, given as blue, green and red.
    pub(crate) fn paint(&self, [blue, green, red]: [u8; 3]) {
        self.serve();
        let whole = RECT { left: 0, top: 0, right: self.size[0], bottom: self.size[1] };
        // SAFETY: brush and context are made here and given back here.
        unsafe {
            let brush = CreateSolidBrush(COLORREF(u32::from_le_bytes([red, green, blue, 0])));
            let context = GetDC(Some(self.handle));
            FillRect(context, &raw const whole, brush);
            ReleaseDC(Some(self.handle), context);
            DeleteObject(brush.into()).expect("the brush goes");
        }
        self.serve();
    }

    /// Puts the cursor to a place on the desktop and gives it the shape for texts.
    pub(crate) fn put_cursor(&self, x: i32, y: i32) {
        self.serve();
        // SAFETY: the shape belongs to the system.
        unsafe {
            SetCursorPos(x, y).expect("the cursor moves");
            SetCursor(Some(LoadCursorW(None, IDC_IBEAM).expect("a shape")));
        }
        self.serve();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // SAFETY: made by this thread, and ended nowhere else.
        unsafe { DestroyWindow(self.handle) }.ok();
    }
}
