//! The functions of WinHTTP, loaded from the system's folder when they are asked for. In the import
//! table they would be loaded before the first line of a program that may lie among downloads, and
//! from beside it.

use std::ffi::c_void;
use std::mem::transmute;
use std::ptr::null_mut;

use windows_sys::Win32::Networking::WinHttp::{
    WINHTTP_AUTOPROXY_OPTIONS, WINHTTP_CURRENT_USER_IE_PROXY_CONFIG, WINHTTP_PROXY_INFO,
};
use windows_sys::Win32::System::LibraryLoader::{
    GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW,
};
use windows_sys::core::{BOOL, PCWSTR, s, w};

type UserSettings = unsafe extern "system" fn(*mut WINHTTP_CURRENT_USER_IE_PROXY_CONFIG) -> BOOL;
type Open = unsafe extern "system" fn(PCWSTR, u32, PCWSTR, PCWSTR, u32) -> *mut c_void;
type SetTimeouts = unsafe extern "system" fn(*mut c_void, i32, i32, i32, i32) -> BOOL;
type ProxyForUrl = unsafe extern "system" fn(
    *mut c_void,
    PCWSTR,
    *mut WINHTTP_AUTOPROXY_OPTIONS,
    *mut WINHTTP_PROXY_INFO,
) -> BOOL;
type Close = unsafe extern "system" fn(*mut c_void) -> BOOL;
/// As the system gives it.
type Function = unsafe extern "system" fn() -> isize;

/// What is used of it; it stays loaded until the program ends.
pub(super) struct WinHttp {
    pub(super) user_settings: UserSettings,
    pub(super) open: Open,
    pub(super) set_timeouts: SetTimeouts,
    pub(super) proxy_for_url: ProxyForUrl,
    pub(super) close: Close,
}

impl WinHttp {
    /// Nothing where this Windows has none.
    pub(super) fn load() -> Option<Self> {
        // SAFETY: the names end with 0; the types are those of the declarations in `windows_sys`.
        unsafe {
            let library =
                LoadLibraryExW(w!("winhttp.dll"), null_mut(), LOAD_LIBRARY_SEARCH_SYSTEM32);
            if library.is_null() {
                return None;
            }
            let function = |name| GetProcAddress(library, name);
            Some(Self {
                user_settings: transmute::<Function, UserSettings>(function(s!(
                    "WinHttpGetIEProxyConfigForCurrentUser"
                ))?),
                open: transmute::<Function, Open>(function(s!("WinHttpOpen"))?),
                set_timeouts: transmute::<Function, SetTimeouts>(function(s!(
                    "WinHttpSetTimeouts"
                ))?),
                proxy_for_url: transmute::<Function, ProxyForUrl>(function(s!(
                    "WinHttpGetProxyForUrl"
                ))?),
                close: transmute::<Function, Close>(function(s!("WinHttpCloseHandle"))?),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_is_found_and_a_session_opens_and_closes() {
        let system = WinHttp::load().expect("all functions");
        // SAFETY: neither proxy nor exceptions are named; the handle is closed once.
        unsafe {
            let session = (system.open)(null_mut(), 0, null_mut(), null_mut(), 0);
            assert!(!session.is_null());
            assert_ne!((system.set_timeouts)(session, 1, 1, 1, 1), 0);
            assert_ne!((system.close)(session), 0);
        }
    }
}
