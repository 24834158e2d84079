//! The command that every window begins with.

use tauri::{Runtime, WebviewWindow};

use crate::desktop::windows;

/// The page has painted its first view; its window may be seen.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives windows by value")]
pub(super) fn painted<R: Runtime>(window: WebviewWindow<R>) {
    windows::painted(&window);
}
