//! What a window says of itself: every one that it has painted, some that they want to be closed.

use corporate_protocol::ErrorCode;
use tauri::{Runtime, WebviewWindow};

use crate::desktop::error::CommandError;
use crate::desktop::windows;

/// The page has painted its first view; its window may be seen.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives windows by value")]
pub(super) fn painted<R: Runtime>(window: WebviewWindow<R>) {
    windows::painted(&window);
}

/// Closes the window as its title bar does.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives windows by value")]
pub(super) fn close<R: Runtime>(window: WebviewWindow<R>) -> Result<(), CommandError> {
    window.close().map_err(|error| {
        tracing::error!(window = window.label(), %error, "a window could not be closed");
        ErrorCode::Internal.into()
    })
}
