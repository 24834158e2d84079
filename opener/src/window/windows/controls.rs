//! The few calls of the Windows API that window and controls need, each behind a safe function.
//! Handles stay inside; all of them belong to the thread that made them, and none is used after its
//! window has gone, which is at the program's end.
#![expect(unsafe_code, reason = "the Windows API is called here")]

use std::cell::Cell;
use std::ptr::{null, null_mut};
use std::time::Duration;

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, RECT, WPARAM};
use windows_sys::Win32::Graphics::Gdi::{
    COLOR_BTNFACE, CreateFontIndirectW, DT_CALCRECT, DT_NOPREFIX, DT_WORDBREAK, DeleteObject,
    DrawTextW, FW_BOLD, GetDC, HFONT, InvalidateRect, ReleaseDC, SelectObject,
};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::Controls::{
    EM_SETSEL, ICC_PROGRESS_CLASS, ICC_STANDARD_CLASSES, INITCOMMONCONTROLSEX,
    InitCommonControlsEx, PBM_SETMARQUEE, PBM_SETPOS, PBM_SETRANGE32, PBS_MARQUEE,
};
use windows_sys::Win32::UI::HiDpi::{
    AdjustWindowRectExForDpi, GetDpiForWindow, SystemParametersInfoForDpi,
};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetFocus, SetFocus};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    BM_SETSTYLE, BN_CLICKED, BS_DEFPUSHBUTTON, BS_PUSHBUTTON, CW_USEDEFAULT, CreateWindowExW,
    DispatchMessageW, GWL_STYLE, GetMessageW, GetWindowLongPtrW, GetWindowRect,
    GetWindowTextLengthW, GetWindowTextW, IDC_ARROW, IsDialogMessageW, KillTimer, LoadCursorW, MSG,
    NONCLIENTMETRICSW, PostQuitMessage, RegisterClassW, SPI_GETNONCLIENTMETRICS, SPI_GETWORKAREA,
    SW_HIDE, SW_SHOW, SW_SHOWNOACTIVATE, SWP_NOACTIVATE, SWP_NOMOVE, SWP_NOSIZE, SWP_NOZORDER,
    SendMessageW, SetTimer, SetWindowLongPtrW, SetWindowPos, SetWindowTextW, ShowWindow,
    SystemParametersInfoW, TranslateMessage, WM_SETFONT, WNDCLASSW, WS_CAPTION, WS_CHILD,
    WS_EX_CONTROLPARENT, WS_MINIMIZEBOX, WS_OVERLAPPED, WS_SYSMENU,
};

use super::theme::Theme;
use super::{looks, voice};

/// The window's style: a title, no changing of its size.
const STYLE: u32 = WS_OVERLAPPED | WS_CAPTION | WS_SYSMENU | WS_MINIMIZEBOX;
/// The clock's number.
const CLOCK: usize = 1;

/// What the system calls for each message.
pub(super) type Procedure = unsafe extern "system" fn(HWND, u32, WPARAM, LPARAM) -> LRESULT;

/// A text as Windows takes it.
pub(super) fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().filter(|unit| *unit != 0).chain([0]).collect()
}

/// The number of the button that a `WM_COMMAND` is about, if it is about a press.
pub(super) fn button_pressed(wparam: WPARAM) -> Option<u16> {
    ((wparam >> 16) as u32 == BN_CLICKED).then_some(wparam as u16)
}

/// The one window.
pub(super) struct Window {
    handle: HWND,
    ticks: Cell<bool>,
}

impl Window {
    /// Makes it, not yet to be seen.
    pub(super) fn new(procedure: Procedure) -> Option<Self> {
        let class = wide("CorporateOpener");
        let controls = INITCOMMONCONTROLSEX {
            dwSize: size_of::<INITCOMMONCONTROLSEX>() as u32,
            dwICC: ICC_PROGRESS_CLASS | ICC_STANDARD_CLASSES,
        };
        // SAFETY: all pointers are to values that outlive the calls; the class name ends with 0;
        // the procedure is a function of this program.
        let handle = unsafe {
            InitCommonControlsEx(&raw const controls);
            let instance = GetModuleHandleW(null());
            let registered = RegisterClassW(&WNDCLASSW {
                lpfnWndProc: Some(procedure),
                hInstance: instance,
                lpszClassName: class.as_ptr(),
                hbrBackground: (COLOR_BTNFACE + 1) as usize as *mut _,
                hCursor: LoadCursorW(null_mut(), IDC_ARROW),
                ..std::mem::zeroed()
            });
            if registered == 0 {
                return None;
            }
            CreateWindowExW(
                WS_EX_CONTROLPARENT,
                class.as_ptr(),
                null(),
                STYLE,
                CW_USEDEFAULT,
                CW_USEDEFAULT,
                CW_USEDEFAULT,
                CW_USEDEFAULT,
                null_mut(),
                null_mut(),
                instance,
                null(),
            )
        };
        (!handle.is_null()).then_some(Self { handle, ticks: Cell::new(false) })
    }

    /// Puts a control into the window.
    pub(super) fn control(&self, class: &str, style: u32, id: u16) -> Control {
        let (class, id) = (wide(class), usize::from(id) as *mut _);
        // SAFETY: the class name ends with 0 and outlives the call; the parent is this window.
        let handle = unsafe {
            let instance = GetModuleHandleW(null());
            let style = WS_CHILD | style;
            let parent = self.handle;
            CreateWindowExW(
                0,
                class.as_ptr(),
                null(),
                style,
                0,
                0,
                0,
                0,
                parent,
                id,
                instance,
                null(),
            )
        };
        Control { handle }
    }

    /// Dots an inch on the monitor where it is; 96 is 100 %.
    pub(super) fn dots_per_inch(&self) -> u32 {
        // SAFETY: the window exists.
        unsafe { GetDpiForWindow(self.handle) }.max(96)
    }

    /// Gives the inside of the window this size, in dots.
    pub(super) fn resize(&self, width: i32, height: i32) {
        let mut frame = RECT { left: 0, top: 0, right: width, bottom: height };
        // SAFETY: the rectangle outlives the call; the window exists.
        unsafe {
            AdjustWindowRectExForDpi(
                &raw mut frame,
                STYLE,
                0,
                WS_EX_CONTROLPARENT,
                self.dots_per_inch(),
            );
            let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
            let flags = SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE;
            SetWindowPos(self.handle, null_mut(), 0, 0, width, height, flags);
        }
    }

    /// Sets the title.
    pub(super) fn set_title(&self, title: &str) {
        set_text(self.handle, title);
    }

    /// Gives the frame the theme's look, and paints all anew.
    pub(super) fn dress(&self, theme: &Theme) {
        theme.dress_frame(self.handle);
        // SAFETY: the window exists; without a rectangle all of it is meant.
        unsafe { InvalidateRect(self.handle, null(), 1) };
    }

    /// Has screen readers say something.
    pub(super) fn announce(&self, words: &str) {
        voice::say(self.handle, words);
    }

    /// Takes the keyboard from its controls.
    pub(super) fn focus(&self) {
        // SAFETY: the window exists and belongs to this thread.
        unsafe { SetFocus(self.handle) };
    }

    /// Whether none of its controls has the keyboard.
    pub(super) fn has_focus(&self) -> bool {
        // SAFETY: the call takes nothing.
        let focused = unsafe { GetFocus() };
        focused.is_null() || focused == self.handle
    }

    /// Lets it be seen, in the middle of the main monitor.
    pub(super) fn show(&self) {
        let (mut room, mut own) = (RECT::default(), RECT::default());
        // SAFETY: the rectangles outlive the calls; the window exists.
        unsafe {
            SystemParametersInfoW(SPI_GETWORKAREA, 0, (&raw mut room).cast(), 0);
            GetWindowRect(self.handle, &raw mut own);
            let x = (room.left + room.right - (own.right - own.left)) / 2;
            let y = (room.top + room.bottom - (own.bottom - own.top)) / 2;
            let (x, y) = (x.max(room.left), y.max(room.top));
            let flags = SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE;
            SetWindowPos(self.handle, null_mut(), x, y, 0, 0, flags);
        }
        // SAFETY: the window exists.
        unsafe { ShowWindow(self.handle, SW_SHOW) };
    }

    /// Rings the clock this often, or no longer.
    pub(super) fn tick(&self, every: Option<Duration>) {
        if self.ticks.replace(every.is_some()) == every.is_some() {
            return;
        }
        // SAFETY: the window exists; the clock calls its procedure and no function of its own.
        unsafe {
            match every {
                Some(every) => _ = SetTimer(self.handle, CLOCK, every.as_millis() as u32, None),
                None => _ = KillTimer(self.handle, CLOCK),
            }
        }
    }

    /// Answers messages until [`leave`](Self::leave).
    pub(super) fn serve(&self) {
        // SAFETY: a message of zeros is a valid value to be written over.
        let mut message: MSG = unsafe { std::mem::zeroed() };
        // SAFETY: the message outlives the calls; the window exists.
        while unsafe { GetMessageW(&raw mut message, null_mut(), 0, 0) } > 0 {
            // SAFETY: as above.
            unsafe {
                if IsDialogMessageW(self.handle, &raw const message) == 0 {
                    TranslateMessage(&raw const message);
                    DispatchMessageW(&raw const message);
                }
            }
        }
    }

    /// Lets [`serve`](Self::serve) return, of the window that this thread has made.
    pub(super) fn leave() {
        // SAFETY: has no conditions.
        unsafe { PostQuitMessage(0) };
    }

    /// Width and height that a text takes in this font when it is broken at this width.
    pub(super) fn measure(&self, text: &str, font: &Font, width: i32) -> (i32, i32) {
        let text = wide(text);
        let mut area = RECT { left: 0, top: 0, right: width, bottom: 0 };
        // SAFETY: text and rectangle outlive the calls; the device context is given back, with the
        // font that it came with.
        unsafe {
            let context = GetDC(self.handle);
            let before = SelectObject(context, font.0);
            let flags = DT_CALCRECT | DT_WORDBREAK | DT_NOPREFIX;
            DrawTextW(context, text.as_ptr(), -1, &raw mut area, flags);
            SelectObject(context, before);
            ReleaseDC(self.handle, context);
        }
        (area.right, area.bottom)
    }

    /// The system's font for messages, on the monitor where the window is.
    pub(super) fn font(&self, headline: bool) -> Font {
        // SAFETY: a structure of zeros is valid; its size is told to the function that fills it.
        unsafe {
            let mut metrics: NONCLIENTMETRICSW = std::mem::zeroed();
            let size = size_of::<NONCLIENTMETRICSW>() as u32;
            metrics.cbSize = size;
            let into = (&raw mut metrics).cast();
            SystemParametersInfoForDpi(
                SPI_GETNONCLIENTMETRICS,
                size,
                into,
                0,
                self.dots_per_inch(),
            );
            let mut font = metrics.lfMessageFont;
            if headline {
                font.lfHeight = font.lfHeight * 13 / 10;
                font.lfWeight = FW_BOLD as i32;
            }
            Font(CreateFontIndirectW(&raw const font))
        }
    }
}

/// A font of the system.
pub(super) struct Font(HFONT);

impl Drop for Font {
    fn drop(&mut self) {
        // SAFETY: made by this type; controls that had it have another by now, or are gone.
        unsafe { DeleteObject(self.0) };
    }
}

/// A control in the window.
pub(super) struct Control {
    handle: HWND,
}

impl Control {
    /// Sets what it says.
    pub(super) fn set_text(&self, text: &str) {
        set_text(self.handle, text);
    }

    /// What it says.
    pub(super) fn text(&self) -> String {
        // SAFETY: the buffer is as long as the function is told.
        unsafe {
            let length = GetWindowTextLengthW(self.handle).max(0) + 1;
            let mut buffer = vec![0; length as usize];
            let written = GetWindowTextW(self.handle, buffer.as_mut_ptr(), length);
            String::from_utf16_lossy(&buffer[..written.max(0) as usize])
        }
    }

    /// Sets its font.
    pub(super) fn set_font(&self, font: &Font) {
        // SAFETY: the font lives longer than it is used, as its owner sees to.
        unsafe { SendMessageW(self.handle, WM_SETFONT, font.0 as usize, 1) };
    }

    /// Shows or hides it; hidden, it can't have the keyboard.
    pub(super) fn set_visible(&self, visible: bool) {
        // SAFETY: the control exists.
        unsafe { ShowWindow(self.handle, if visible { SW_SHOWNOACTIVATE } else { SW_HIDE }) };
    }

    /// Puts it into this place.
    pub(super) fn place(&self, x: i32, y: i32, width: i32, height: i32) {
        let flags = SWP_NOZORDER | SWP_NOACTIVATE;
        // SAFETY: the control exists.
        unsafe { SetWindowPos(self.handle, null_mut(), x, y, width, height, flags) };
    }

    /// Gives it the keyboard.
    pub(super) fn focus(&self) {
        // SAFETY: the control exists and belongs to this thread.
        unsafe { SetFocus(self.handle) };
    }

    /// Of an entry: gives it the keyboard, with all that it says to be typed over.
    pub(super) fn focus_text(&self) {
        self.focus();
        // SAFETY: the message carries numbers only; the control exists.
        unsafe { SendMessageW(self.handle, EM_SETSEL, 0, -1) };
    }

    /// Of a button: whether Enter presses it, as is to be seen.
    pub(super) fn set_default(&self, default: bool) {
        let style = if default { BS_DEFPUSHBUTTON } else { BS_PUSHBUTTON };
        // SAFETY: the message carries numbers only; the control exists.
        unsafe { SendMessageW(self.handle, BM_SETSTYLE, style as usize, 1) };
    }

    /// Gives it the look of this name, or the usual one.
    pub(super) fn set_theme(&self, name: Option<&str>) {
        looks::set_control(self.handle, name);
    }

    /// Of a progress bar: how far it is, in thousandths; without a number it only moves.
    pub(super) fn set_progress(&self, thousandths: Option<u32>) {
        // SAFETY: these messages carry numbers only; the control exists.
        unsafe {
            let style = GetWindowLongPtrW(self.handle, GWL_STYLE);
            let marquee = PBS_MARQUEE as isize;
            let wanted = if thousandths.is_some() { style & !marquee } else { style | marquee };
            if wanted != style {
                SetWindowLongPtrW(self.handle, GWL_STYLE, wanted);
                SendMessageW(self.handle, PBM_SETMARQUEE, usize::from(thousandths.is_none()), 0);
            }
            if let Some(thousandths) = thousandths {
                SendMessageW(self.handle, PBM_SETRANGE32, 0, 1000);
                SendMessageW(self.handle, PBM_SETPOS, thousandths as usize, 0);
            }
        }
    }
}

fn set_text(handle: HWND, text: &str) {
    let text = wide(text);
    // SAFETY: the text ends with 0 and outlives the call.
    unsafe { SetWindowTextW(handle, text.as_ptr()) };
}
