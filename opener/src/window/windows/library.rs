//! Functions of the system's libraries that are not in the import table: what stands there is loaded
//! before the opener's first line, from beside it first.
#![expect(unsafe_code, reason = "the Windows API is called here")]

use std::ffi::CStr;
use std::ptr::null_mut;

use windows_sys::Win32::System::LibraryLoader::{
    GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW,
};

use super::controls::wide;

/// A function as it is found; its caller knows its type.
pub(super) type Function = unsafe extern "system" fn() -> isize;

/// A function of a library in the system's folder, which then stays loaded; nothing where this
/// Windows has none.
pub(super) fn find(library: &str, function: &CStr) -> Option<Function> {
    let library = wide(library);
    // SAFETY: both names end with 0 and outlive the calls; without a library no function is found.
    unsafe {
        let library = LoadLibraryExW(library.as_ptr(), null_mut(), LOAD_LIBRARY_SEARCH_SYSTEM32);
        if library.is_null() {
            return None;
        }
        GetProcAddress(library, function.as_ptr().cast())
    }
}
