//! Windows: the user's local application data, which other users can't write by its access list,
//! the user's language, where libraries come from, whose a file is, and whether a program runs.

#[path = "windows/owner.rs"]
mod owner;
#[path = "windows/registry.rs"]
mod registry;

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::windows::fs::OpenOptionsExt as _;
use std::os::windows::io::AsRawHandle as _;
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION};
use windows_sys::Win32::Globalization::GetUserDefaultLocaleName;
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT,
    FILE_READ_ATTRIBUTES, GetFileInformationByHandle, MOVEFILE_DELAY_UNTIL_REBOOT, MoveFileExW,
    READ_CONTROL,
};
use windows_sys::Win32::System::Com::CoTaskMemFree;
use windows_sys::Win32::System::LibraryLoader::{
    LOAD_LIBRARY_SEARCH_SYSTEM32, SetDefaultDllDirectories, SetDllDirectoryW,
};
use windows_sys::Win32::System::SystemServices::LOCALE_NAME_MAX_LENGTH;
use windows_sys::Win32::UI::Shell::{
    FOLDERID_LocalAppData, FOLDERID_RoamingAppData, KF_FLAG_DEFAULT, SHGetKnownFolderPath,
};
use windows_sys::core::GUID;

use super::{APP, Found};

pub use self::registry::SchemeHandler;

/// The app's program, below the app's folder.
pub(crate) const APP_PROGRAM: &str = "corporate-customer.exe";
/// What the system wants to know of an app: nothing.
pub(crate) const APP_INFO: Option<(&str, &str)> = None;
/// Opens a link itself rather than what it leads to.
const NO_FOLLOW: u32 = FILE_FLAG_OPEN_REPARSE_POINT;
/// More units than any path has.
const PATH_UNITS: usize = 32 * 1024;

/// Has libraries loaded from the system's folder alone: this program lies among downloads, where
/// anybody's files do. To be called before anything else; what the program names in its import
/// table is loaded before, which the linker limits in the same way where it can (`build.rs`).
///
/// # Safety
/// None is needed here; other systems' environment changes.
#[expect(unsafe_code, reason = "the Windows API is called here")]
pub unsafe fn harden() {
    // SAFETY: a number, and a text of one zero. The second takes the current folder out of the
    // search of programs that are started from here, too.
    unsafe {
        SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
        SetDllDirectoryW([0_u16].as_ptr());
    }
}

/// The program that runs.
pub fn own_program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// The folders in which the app's web view keeps what it needs, by the app's identifier.
pub(crate) fn app_traces() -> Vec<PathBuf> {
    [data_home(), known_folder(&FOLDERID_RoamingAppData)]
        .into_iter()
        .flatten()
        .map(|home| home.join(APP))
        .collect()
}

/// Whether somebody runs a program: the system then lets nobody write it.
pub(crate) fn is_running(program: &Path) -> io::Result<bool> {
    match OpenOptions::new().write(true).custom_flags(NO_FOLLOW).open(program) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION.cast_signed()) => {
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// Removes a program. The one that runs can't be: it is moved out of the way, where it can be to a
/// folder for temporary files, and goes with the next start of the system where the user may ask for
/// that.
pub(crate) fn remove_program(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if is_in_use(&error) => {
            let aside = move_aside(path)?;
            remove_later(&aside);
            Ok(())
        }
        removed => removed,
    }
}

/// A program that runs can be moved on its own volume only. Where the user has put the folder for
/// temporary files on another, its usual place is still on that of the user's other data; where that
/// is gone too, the program is left in the folder of that data.
fn move_aside(path: &Path) -> io::Result<PathBuf> {
    let name = format!("corporate-opener-{}.old", std::process::id());
    let mut moved = Err(io::ErrorKind::NotFound.into());
    let home = data_home();
    let usual = home.as_ref().map(|home| home.join("Temp"));
    for folder in [Some(std::env::temp_dir()), usual, home].into_iter().flatten() {
        let aside = folder.join(&name);
        moved = fs::rename(path, &aside).map(|()| aside);
        if moved.is_ok() {
            break;
        }
    }
    moved
}

/// What Windows says of a program that runs, to whoever wants to remove it.
fn is_in_use(error: &io::Error) -> bool {
    let codes = [ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION];
    error.raw_os_error().is_some_and(|code| codes.contains(&code.cast_unsigned()))
}

/// Has the system remove a file when it starts next. Only administrators may ask for that; for
/// others the file stays where it is.
#[expect(unsafe_code, reason = "the Windows API is called here")]
fn remove_later(path: &Path) {
    let path: Vec<u16> = path.as_os_str().encode_wide().chain(Some(0)).collect();
    // SAFETY: the path ends in a zero and outlives the call; no other place is named.
    unsafe { MoveFileExW(path.as_ptr(), null(), MOVEFILE_DELAY_UNTIL_REBOOT) };
}

/// The user's local application data, as the system has it: the environment is not asked.
pub(super) fn data_home() -> Option<PathBuf> {
    known_folder(&FOLDERID_LocalAppData)
}

#[expect(unsafe_code, reason = "the Windows API is called here")]
fn known_folder(id: &GUID) -> Option<PathBuf> {
    let mut text = null_mut();
    // SAFETY: the number outlives the call, no other user is named, and the text is written to a
    // pointer of ours.
    let result = unsafe {
        SHGetKnownFolderPath(id, KF_FLAG_DEFAULT.cast_unsigned(), null_mut(), &raw mut text)
    };
    let mut units = Vec::new();
    if result >= 0 && !text.is_null() {
        // SAFETY: the text ends in a zero, up to which it is read.
        units = unsafe {
            (0..PATH_UNITS).map(|place| *text.add(place)).take_while(|unit| *unit != 0).collect()
        };
    }
    // SAFETY: the text is the system's own or null, and is not used any more.
    unsafe { CoTaskMemFree(text.cast()) };
    Some(PathBuf::from(OsString::from_wide(&units))).filter(|path| path.is_absolute())
}

/// The user's language, such as `de-AT`.
#[expect(unsafe_code, reason = "the Windows API is called here")]
pub(crate) fn locale() -> Option<String> {
    let mut name = [0; LOCALE_NAME_MAX_LENGTH as usize];
    // SAFETY: the buffer is as long as the function is told.
    let written =
        unsafe { GetUserDefaultLocaleName(name.as_mut_ptr(), LOCALE_NAME_MAX_LENGTH as i32) };
    let length = usize::try_from(written).ok()?.checked_sub(1)?;
    String::from_utf16(name.get(..length)?).ok()
}

/// Makes a folder that inherits the access list of the user's data. Leaves alone what is there.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Whether it is a folder of this user, and no link to one.
pub(crate) fn is_private_folder(path: &Path) -> io::Result<bool> {
    let folder = OpenOptions::new()
        .access_mode(FILE_READ_ATTRIBUTES | READ_CONTROL)
        .custom_flags(FILE_FLAG_BACKUP_SEMANTICS | NO_FOLLOW)
        .open(path)?;
    Ok(folder.metadata()?.is_dir() && owner::is_mine(&folder)?)
}

/// Opens a plain file of this user, to read or to read and write; follows no link.
pub(crate) fn open_file(path: &Path, write: bool) -> io::Result<Found> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
        Ok(found) if !found.is_file() => return Ok(Found::Foreign),
        Ok(_) => {}
    }
    let file = OpenOptions::new().read(true).write(write).custom_flags(NO_FOLLOW).open(path)?;
    let is_plain = file.metadata()?.is_file() && names(&file)? == 1;
    Ok(if is_plain && owner::is_mine(&file)? { Found::File(file) } else { Found::Foreign })
}

/// How many names a file has.
#[expect(unsafe_code, reason = "the Windows API is called here")]
fn names(file: &File) -> io::Result<u32> {
    let mut found = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: the file is open, and what is written is as large as it is said to be.
    let done = unsafe { GetFileInformationByHandle(file.as_raw_handle(), &raw mut found) };
    if done == 0 { Err(io::Error::last_os_error()) } else { Ok(found.nNumberOfLinks) }
}

/// Makes a file that was not there.
pub(crate) fn create_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).custom_flags(NO_FOLLOW).open(path)
}

/// Every file can be run.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
pub(crate) const fn make_program(_file: &File) -> io::Result<()> {
    Ok(())
}
