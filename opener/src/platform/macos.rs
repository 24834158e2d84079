//! macOS: the user's Application Support folder, the user's language, and whether a program runs.
//! Compiled and linked only.

#[path = "macos/bundle.rs"]
mod bundle;

use std::ffi::{CString, c_char, c_int, c_void};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use objc2_foundation::NSLocale;

pub use self::bundle::SchemeHandler;
pub(crate) use self::bundle::{APP_INFO, APP_PROGRAM};
use super::APP;
pub(crate) use super::unix::{
    create_file, is_private_folder, make_folder, make_program, open_file, remove_program,
};

/// `PROC_ALL_PIDS` of `<libproc.h>`.
const ALL_PIDS: u32 = 1;

#[expect(unsafe_code, reason = "the system's library is declared here")]
unsafe extern "C" {
    /// Lists the processes that have a file open or run it (`<libproc.h>`, in libSystem).
    fn proc_listpidspath(
        kind: u32,
        info: u32,
        path: *const c_char,
        flags: u32,
        buffer: *mut c_void,
        bytes: c_int,
    ) -> c_int;
}

/// `~/Library/Application Support`.
pub(super) fn data_home() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute())?;
    Some(home.join("Library/Application Support"))
}

/// The first of the user's languages, such as `de-AT`. A program that was not started from a
/// terminal has no `LANG`.
pub(crate) fn locale() -> Option<String> {
    NSLocale::preferredLanguages().firstObject().map(|language| language.to_string())
}

/// The loader never looks for libraries beside a program or where it was called, unless the
/// program says so; this one does not. Whom TLS trusts is in the keychain.
///
/// # Safety
/// None is needed here; other systems' environment changes.
#[expect(unsafe_code, reason = "has to be called as on other systems")]
pub const unsafe fn harden() {}

/// The program that runs.
pub fn own_program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// The folders in which the app's web view and the system keep what the app needs, and the file of
/// its preferences, by the app's identifier.
pub(crate) fn app_traces() -> Vec<PathBuf> {
    let Some(library) = data_home().and_then(|home| Some(home.parent()?.to_owned())) else {
        return Vec::new();
    };
    let folders = ["Application Support", "Caches", "HTTPStorages", "WebKit", "Preferences"];
    let mut traces: Vec<PathBuf> =
        folders.iter().map(|folder| library.join(folder).join(APP)).collect();
    traces.push(library.join("Preferences").join(format!("{APP}.plist")));
    traces.push(library.join("Saved Application State").join(format!("{APP}.savedState")));
    traces
}

/// Whether somebody runs a program.
#[expect(unsafe_code, reason = "the macOS API is called here")]
pub(crate) fn is_running(program: &Path) -> io::Result<bool> {
    let path = CString::new(program.as_os_str().as_bytes())?;
    let mut pids = [0_i32; 16];
    // SAFETY: the path ends in a zero and the buffer is as long as the function is told.
    let bytes = unsafe {
        proc_listpidspath(
            ALL_PIDS,
            0,
            path.as_ptr(),
            0,
            pids.as_mut_ptr().cast(),
            size_of_val(&pids) as c_int,
        )
    };
    if bytes >= 0 {
        return Ok(bytes > 0);
    }
    let error = io::Error::last_os_error();
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(false),
        _ => Err(error),
    }
}
