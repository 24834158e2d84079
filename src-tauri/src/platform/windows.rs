//! Windows: the first start has a mutex and a window in the user's own session. What lies below the
//! user's own folder is closed to other users by the rights that it inherits.

#[path = "no_pointer.rs"]
pub(crate) mod pointer;

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use windows_sys::Win32::Foundation::{CloseHandle, ERROR_FILE_NOT_FOUND, GetLastError};
use windows_sys::Win32::System::Threading::{OpenMutexW, SYNCHRONIZATION_SYNCHRONIZE};

/// Whether a second start is to look for the first.
pub(crate) const FINDS_FIRST_START: bool = true;
/// The opener's file name.
pub(crate) const OPENER: &str = "corporate-opener.exe";

/// Whether a process in this user's session has the first start's mutex, or that can't be said.
#[expect(unsafe_code, reason = "the Windows API is called here")]
pub(crate) fn has_first_start(identifier: &str) -> bool {
    // As tauri-plugin-single-instance calls it.
    let name: Vec<u16> = format!("{identifier}-sim\0").encode_utf16().collect();
    // SAFETY: the name ends in a zero and outlives the call.
    let mutex = unsafe { OpenMutexW(SYNCHRONIZATION_SYNCHRONIZE, 0, name.as_ptr()) };
    if mutex.is_null() {
        // SAFETY: has no conditions. Any other error leaves open whether there is one.
        return unsafe { GetLastError() } != ERROR_FILE_NOT_FOUND;
    }
    // SAFETY: the handle is open, and is closed once.
    unsafe { CloseHandle(mutex) };
    true
}

/// Starts `program`, whose window may come to the front; the caller then ends.
///
/// # Errors
/// What the system says.
pub fn give_way_to(program: &Path, argument: &str) -> io::Result<()> {
    Command::new(program).arg(argument).stdin(Stdio::null()).spawn().map(drop)
}

/// Makes a folder below the user's own, if it is not there.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Opens a file in such a folder, made where it is not there. Writes nothing into it.
pub(crate) fn open_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)
}
