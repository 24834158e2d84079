//! Who is asked for links of our scheme on Windows, and how everything is removed again: keys of
//! this user alone, for which nobody has to be an administrator.

use std::ffi::OsStr;
use std::io;
use std::os::windows::ffi::OsStrExt as _;
use std::path::Path;

use windows_sys::Win32::Foundation::{ERROR_FILE_NOT_FOUND, ERROR_SUCCESS};
use windows_sys::Win32::System::Registry::{
    HKEY_CURRENT_USER, REG_SZ, RegDeleteTreeW, RegSetKeyValueW,
};

/// The scheme.
const SCHEME: &str = r"Software\Classes\corpcustomer";
/// What is run for a link.
const COMMAND: &str = r"Software\Classes\corpcustomer\shell\open\command";
/// The entry in the system's list of programs.
const PROGRAM: &str = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Corporate Customer";

/// Where this user's programs for schemes are noted.
#[derive(Clone, Debug)]
pub struct SchemeHandler;

impl SchemeHandler {
    /// That of the user who runs the program.
    pub const fn of_this_user() -> Option<Self> {
        Some(Self)
    }

    /// Has links of the scheme opened by this app, and the system's list of programs offer to
    /// remove everything with this opener, where one was kept.
    ///
    /// # Errors
    /// What the system says.
    pub fn register(&self, app: &Path, opener: Option<&Path>) -> io::Result<()> {
        set(SCHEME, "", OsStr::new("URL:Corporate Customer"))?;
        set(SCHEME, "URL Protocol", OsStr::new(""))?;
        set(COMMAND, "", &quoted(app, r#""%1""#))?;
        let Some(opener) = opener else { return Ok(()) };
        set(PROGRAM, "DisplayName", OsStr::new("Corporate Customer"))?;
        set(PROGRAM, "DisplayIcon", app.as_os_str())?;
        set(PROGRAM, "UninstallString", &quoted(opener, "--uninstall"))?;
        set(PROGRAM, "QuietUninstallString", &quoted(opener, "--uninstall --quiet"))
    }

    /// Takes back what [`register`](Self::register) has done.
    ///
    /// # Errors
    /// What the system says; what is not there is no error.
    pub fn unregister(&self) -> io::Result<()> {
        delete(SCHEME)?;
        delete(PROGRAM)
    }
}

/// A path in quotes, and what follows it. No path on Windows has a quote in it.
fn quoted(path: &Path, rest: &str) -> std::ffi::OsString {
    let mut line = std::ffi::OsString::from("\"");
    line.push(path);
    line.push("\" ");
    line.push(rest);
    line
}

#[expect(unsafe_code, reason = "the Windows API is called here")]
fn set(key: &str, name: &str, value: &OsStr) -> io::Result<()> {
    let (key, name) = (wide(OsStr::new(key)), wide(OsStr::new(name)));
    let value = wide(value);
    // SAFETY: the names end in a zero; the value is as long as the function is told.
    let status = unsafe {
        RegSetKeyValueW(
            HKEY_CURRENT_USER,
            key.as_ptr(),
            name.as_ptr(),
            REG_SZ,
            value.as_ptr().cast(),
            (value.len() * 2) as u32,
        )
    };
    if status == ERROR_SUCCESS { Ok(()) } else { Err(failed(status)) }
}

#[expect(unsafe_code, reason = "the Windows API is called here")]
fn delete(key: &str) -> io::Result<()> {
    let key = wide(OsStr::new(key));
    // SAFETY: the name ends in a zero.
    let status = unsafe { RegDeleteTreeW(HKEY_CURRENT_USER, key.as_ptr()) };
    match status {
        ERROR_SUCCESS | ERROR_FILE_NOT_FOUND => Ok(()),
        other => Err(failed(other)),
    }
}

fn failed(status: u32) -> io::Error {
    io::Error::from_raw_os_error(status.cast_signed())
}

fn wide(text: &OsStr) -> Vec<u16> {
    text.encode_wide().chain(Some(0)).collect()
}
