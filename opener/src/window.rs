//! The opener's one window: what is happening, how far it is, what is asked, or what went wrong and
//! what helps. One face over one module per system; `cfg(target_os)` is only here. What is to be
//! seen is worked out in `scene`, without any window.
//!
//! # Why these toolkits
//! An opener has to show a window within a second, from one small file, on a machine of which
//! nothing is known: no web view, no runtime, no OpenGL (there is none in many virtual machines and
//! remote desktops), and screen readers have to understand it. Toolkits that draw by themselves
//! (egui, iced, Slint) bring megabytes and a renderer; what screen readers get of them is theirs to
//! keep up. So each system's own controls are used, which are there, are read out by its screen
//! readers, and follow its fonts, its scale and its dark or high-contrast theme:
//! - Linux: GTK 3 with ATK. Every desktop that can show the app has it, because the app's web view
//!   is built on it. GTK 4 would want OpenGL or Vulkan for its usual renderer and is missing on
//!   older systems.
//! - Windows: Win32 controls of the common controls library, version 6, which has been part of
//!   Windows for twenty years and speaks UI Automation.
//! - macOS: AppKit, by the `objc2` crates. Compiled and linked, never run so far.

#[cfg(target_os = "linux")]
#[path = "window/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "window/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "window/windows.rs"]
mod system;

mod picture;
mod remaining;
mod scene;
mod show;

use corporate_protocol::{Code, Language};

use self::show::Show;
use crate::{Handoff, OpenerError, Removal};

/// How the window was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The app has joined.
    Started,
    /// Everything was removed.
    Removed,
    /// The user closed it after an error.
    Failed,
    /// The user stopped it.
    Cancelled,
}

/// Shows the window and runs the hand-off in it, at once where there is a `code`, until the app has
/// joined or the user leaves. Blocks; has to be called on the program's first thread.
///
/// # Errors
/// [`OpenerError::NoDisplay`] where there can be no window.
pub fn run(
    handoff: Handoff,
    code: Option<Code>,
    language: Language,
) -> Result<Outcome, OpenerError> {
    system::run(|| Show::of_handoff(handoff, code, language))
}

/// Asks in the window whether everything is to be removed, does it, and says how it went. Blocks;
/// has to be called on the program's first thread.
///
/// # Errors
/// [`OpenerError::NoDisplay`] where there can be no window.
pub fn run_removal(removal: Removal, language: Language) -> Result<Outcome, OpenerError> {
    system::run(|| Show::of_removal(removal, language))
}
