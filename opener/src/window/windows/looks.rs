//! What gives windows and controls the dark look. Without the libraries for it they have their usual
//! look.
#![expect(unsafe_code, reason = "the Windows API is called here")]

use std::ffi::c_void;
use std::mem::transmute;
use std::ptr::null;

use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::Graphics::Dwm::DWMWA_USE_IMMERSIVE_DARK_MODE;
use windows_sys::core::{HRESULT, PCWSTR};

use super::controls::wide;
use super::library::{self, Function};

type DwmSetWindowAttribute = unsafe extern "system" fn(HWND, u32, *const c_void, u32) -> HRESULT;
type SetWindowTheme = unsafe extern "system" fn(HWND, PCWSTR, PCWSTR) -> HRESULT;

/// Gives a window's frame the dark look or the usual one.
pub(super) fn set_frame(window: HWND, dark: bool) {
    let Some(set) = library::find("dwmapi.dll", c"DwmSetWindowAttribute") else { return };
    let dark = i32::from(dark);
    let size = size_of::<i32>() as u32;
    // SAFETY: the function has this type; the number outlives the call and is as large as said.
    unsafe {
        let set = transmute::<Function, DwmSetWindowAttribute>(set);
        set(window, DWMWA_USE_IMMERSIVE_DARK_MODE as u32, (&raw const dark).cast(), size);
    }
}

/// Gives a control the look of this name, or the usual one.
pub(super) fn set_control(control: HWND, name: Option<&str>) {
    let Some(set) = library::find("uxtheme.dll", c"SetWindowTheme") else { return };
    let name = name.map(wide);
    let name = name.as_ref().map_or(null(), Vec::as_ptr);
    // SAFETY: the function has this type; the name is null or ends with 0 and outlives the call.
    unsafe {
        transmute::<Function, SetWindowTheme>(set)(control, name, null());
    }
}
