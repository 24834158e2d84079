//! Reads the opener's window on Windows and presses its buttons, for tests that have no other hand
//! there: `read` prints all that is to be seen as JSON, `press NAME` presses a button, `agree NAME`
//! does so where nothing is to be typed, `type TEXT` fills the entry. Sends what a screen reader or
//! a mouse would.

use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match system::carry_out(&words) {
        Ok(said) => {
            writeln!(io::stdout(), "{said}").ok();
            ExitCode::SUCCESS
        }
        Err(why) => {
            writeln!(io::stderr(), "{why}").ok();
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(windows))]
mod system {
    //! There is nothing to press elsewhere.

    pub(crate) fn carry_out(_words: &[&str]) -> Result<String, &'static str> {
        Err("this reads windows of Windows")
    }
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "the Windows API is called here")]
mod system {
    //! The few calls of the Windows API that this needs.

    use std::ptr::{null, null_mut};

    use serde_json::{Value, json};
    use windows_sys::Win32::Foundation::HWND;
    use windows_sys::Win32::UI::Input::KeyboardAndMouse::IsWindowEnabled;
    use windows_sys::Win32::UI::WindowsAndMessaging::{
        BM_CLICK, FindWindowExW, GW_CHILD, GW_HWNDNEXT, GetClassNameW, GetWindow, IsWindowVisible,
        PostMessageW, SendMessageW, WM_GETTEXT, WM_SETTEXT,
    };

    /// The opener's window, and the system's own for messages.
    const CLASSES: [&str; 2] = ["CorporateOpener", "#32770"];
    /// Characters of a text; those of the window are shorter.
    const TEXT: usize = 4096;

    pub(crate) fn carry_out(words: &[&str]) -> Result<String, &'static str> {
        let window = CLASSES.into_iter().find_map(visible).ok_or("no window")?;
        match words {
            ["read"] => Ok(read(window).to_string()),
            ["agree", _] if entry(window).is_some() => Err("something is to be typed"),
            ["press" | "agree", name] => press(window, name),
            ["type", text] => enter(window, text),
            _ => Err("read | press NAME | agree NAME | type TEXT"),
        }
    }

    fn wide(text: &str) -> Vec<u16> {
        text.encode_utf16().chain([0]).collect()
    }

    fn visible(class: &str) -> Option<HWND> {
        let class = wide(class);
        let mut after = null_mut();
        loop {
            // SAFETY: the class name ends with 0 and outlives the call; no title is asked for.
            after = unsafe { FindWindowExW(null_mut(), after, class.as_ptr(), null()) };
            if after.is_null() {
                return None;
            }
            // SAFETY: a handle of a window that has gone meanwhile is answered with 0.
            if unsafe { IsWindowVisible(after) } != 0 {
                return Some(after);
            }
        }
    }

    /// The visible controls, in their order.
    fn controls(window: HWND) -> Vec<HWND> {
        let mut all = Vec::new();
        // SAFETY: as above.
        let mut next = unsafe { GetWindow(window, GW_CHILD) };
        while !next.is_null() {
            // SAFETY: as above.
            unsafe {
                if IsWindowVisible(next) != 0 {
                    all.push(next);
                }
                next = GetWindow(next, GW_HWNDNEXT);
            }
        }
        all
    }

    fn text(window: HWND) -> String {
        let mut buffer = vec![0_u16; TEXT];
        // SAFETY: the buffer is as long as the message says; the system copies between processes.
        let count = unsafe { SendMessageW(window, WM_GETTEXT, TEXT, buffer.as_mut_ptr() as isize) };
        String::from_utf16_lossy(&buffer[..usize::try_from(count).unwrap_or(0).min(TEXT)])
    }

    fn class(window: HWND) -> String {
        let mut buffer = [0_u16; 64];
        // SAFETY: the buffer is as long as the function is told.
        let count = unsafe { GetClassNameW(window, buffer.as_mut_ptr(), 64) };
        String::from_utf16_lossy(&buffer[..usize::try_from(count).unwrap_or(0)])
    }

    /// What a label says without the mark of its letter.
    fn label(window: HWND) -> String {
        text(window).replace("&&", "\u{0}").replace('&', "").replace('\u{0}', "&")
    }

    fn enabled(window: HWND) -> bool {
        // SAFETY: a handle of a window that has gone meanwhile is answered with 0.
        unsafe { IsWindowEnabled(window) != 0 }
    }

    fn read(window: HWND) -> Value {
        let controls: Vec<Value> = controls(window)
            .into_iter()
            .map(|control| {
                json!({
                    "class": class(control),
                    "text": label(control),
                    "enabled": enabled(control),
                })
            })
            .collect();
        json!({ "title": text(window), "controls": controls })
    }

    fn press(window: HWND, name: &str) -> Result<String, &'static str> {
        let is_it = |control: &HWND| {
            class(*control).eq_ignore_ascii_case("button")
                && label(*control) == name
                && enabled(*control)
        };
        let button = controls(window).into_iter().find(is_it).ok_or("no such button")?;
        // SAFETY: the message carries no pointer.
        unsafe { PostMessageW(button, BM_CLICK, 0, 0) };
        Ok(name.to_owned())
    }

    fn entry(window: HWND) -> Option<HWND> {
        let is_it = |control: &HWND| class(*control).eq_ignore_ascii_case("edit");
        controls(window).into_iter().find(is_it)
    }

    fn enter(window: HWND, words: &str) -> Result<String, &'static str> {
        let entry = entry(window).ok_or("no entry")?;
        let words = wide(words);
        // SAFETY: the text ends with 0 and outlives the call.
        unsafe { SendMessageW(entry, WM_SETTEXT, 0, words.as_ptr() as isize) };
        Ok(text(entry))
    }
}
