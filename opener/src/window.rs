//! The opener's one window: what is happening, how far it is, or what went wrong and what helps.
//! One face, [`run`], over one module per system; `cfg(target_os)` is only here. What is to be
//! seen is worked out in `picture`, without any window.

#[cfg(target_os = "linux")]
#[path = "window/linux.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "window/windows.rs"]
mod system;
#[cfg(not(any(target_os = "linux", target_os = "windows")))]
#[path = "window/unsupported.rs"]
mod system;

#[cfg_attr(
    not(any(target_os = "linux", target_os = "windows")),
    expect(dead_code, reason = "no window shows it there yet")
)]
mod picture;
#[cfg_attr(
    not(any(target_os = "linux", target_os = "windows")),
    expect(dead_code, reason = "no window shows it there yet")
)]
mod show;

use corporate_protocol::{Code, Language};

use crate::{Handoff, OpenerError};

/// How the window was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The app has joined.
    Started,
    /// The user closed it after an error.
    Failed,
    /// The user stopped it.
    Cancelled,
}

/// Shows the window and runs the hand-off in it, at once where there is a `code`, until the app has
/// joined or the user leaves. Blocks; has to be called on the program's first thread.
///
/// # Errors
/// [`OpenerError::NoDisplay`] or [`OpenerError::SystemUnsupported`] where there can be no window.
pub fn run(
    handoff: Handoff,
    code: Option<Code>,
    language: Language,
) -> Result<Outcome, OpenerError> {
    system::run(handoff, code, language)
}
