//! Light or dark, as the user has set for apps. With a high-contrast theme the system's own colours
//! are left alone: they are what the user needs.
#![expect(unsafe_code, reason = "the Windows API is called here")]

use windows_sys::Win32::Foundation::{HWND, LRESULT, RECT};
use windows_sys::Win32::Graphics::Gdi::{
    CreateSolidBrush, DeleteObject, FillRect, HBRUSH, HDC, SetBkColor, SetTextColor,
};
use windows_sys::Win32::System::Registry::{HKEY_CURRENT_USER, RRF_RT_REG_DWORD, RegGetValueW};
use windows_sys::Win32::UI::Accessibility::{HCF_HIGHCONTRASTON, HIGHCONTRASTW};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetClientRect, SPI_GETHIGHCONTRAST, SystemParametersInfoW, WM_CTLCOLORBTN, WM_CTLCOLOREDIT,
    WM_CTLCOLORSTATIC, WM_ERASEBKGND,
};

use super::controls::wide;
use super::looks;

/// Where Windows keeps the user's choice, and its name.
const PERSONALIZE: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
const LIGHT_APPS: &str = "AppsUseLightTheme";
/// Colours of the dark look, as Windows writes them: blue, green, red.
const BACKGROUND: u32 = 0x0020_2020;
const FIELD: u32 = 0x0038_3838;
const TEXT: u32 = 0x00F3_F3F3;
/// The system's names of dark buttons and entries.
const DARK_BUTTON: &str = "DarkMode_Explorer";
const DARK_ENTRY: &str = "DarkMode_CFD";

/// How things look at the moment.
pub(super) struct Theme(Option<Dark>);

/// The brushes of the dark look.
struct Dark {
    background: HBRUSH,
    field: HBRUSH,
}

impl Theme {
    /// The user's choice.
    pub(super) fn of_the_user() -> Self {
        Self((wants_dark() && !has_high_contrast()).then(Dark::new))
    }

    pub(super) const fn button(&self) -> Option<&'static str> {
        if self.0.is_some() { Some(DARK_BUTTON) } else { None }
    }

    pub(super) const fn entry(&self) -> Option<&'static str> {
        if self.0.is_some() { Some(DARK_ENTRY) } else { None }
    }

    /// Gives a window's frame this look, where this Windows can.
    pub(super) fn dress_frame(&self, window: HWND) {
        looks::set_frame(window, self.0.is_some());
    }

    /// Answers the messages by which a window and its controls ask for colours; nothing where the
    /// system's own are right.
    pub(super) fn answer(&self, window: HWND, message: u32, wparam: usize) -> Option<LRESULT> {
        let dark = self.0.as_ref()?;
        let context = wparam as HDC;
        match message {
            WM_ERASEBKGND => {
                let mut area = RECT::default();
                // SAFETY: the rectangle outlives the calls; context and brush exist.
                unsafe {
                    GetClientRect(window, &raw mut area);
                    FillRect(context, &raw const area, dark.background);
                }
                Some(1)
            }
            WM_CTLCOLORSTATIC | WM_CTLCOLORBTN => Some(paint(context, BACKGROUND, dark.background)),
            WM_CTLCOLOREDIT => Some(paint(context, FIELD, dark.field)),
            _ => None,
        }
    }
}

/// Light text on this colour.
fn paint(context: HDC, colour: u32, brush: HBRUSH) -> LRESULT {
    // SAFETY: the system has given the context for this.
    unsafe {
        SetTextColor(context, TEXT);
        SetBkColor(context, colour);
    }
    brush as LRESULT
}

impl Dark {
    fn new() -> Self {
        // SAFETY: has no conditions; both are deleted with this value.
        unsafe { Self { background: CreateSolidBrush(BACKGROUND), field: CreateSolidBrush(FIELD) } }
    }
}

impl Drop for Dark {
    fn drop(&mut self) {
        // SAFETY: made by this type; nothing is painted with them any more.
        unsafe {
            DeleteObject(self.background);
            DeleteObject(self.field);
        }
    }
}

fn wants_dark() -> bool {
    let (path, name) = (wide(PERSONALIZE), wide(LIGHT_APPS));
    let mut light = 1_u32;
    let mut size = size_of::<u32>() as u32;
    // SAFETY: the texts end with 0; number and size outlive the call.
    let read = unsafe {
        RegGetValueW(
            HKEY_CURRENT_USER,
            path.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_DWORD,
            std::ptr::null_mut(),
            (&raw mut light).cast(),
            &raw mut size,
        )
    };
    read == 0 && light == 0
}

fn has_high_contrast() -> bool {
    let size = size_of::<HIGHCONTRASTW>() as u32;
    let mut found = HIGHCONTRASTW { cbSize: size, ..Default::default() };
    // SAFETY: the structure outlives the call and says its size.
    let read =
        unsafe { SystemParametersInfoW(SPI_GETHIGHCONTRAST, size, (&raw mut found).cast(), 0) };
    read != 0 && found.dwFlags & HCF_HIGHCONTRASTON != 0
}
