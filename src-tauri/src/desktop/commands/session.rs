//! What every window starts with.

use corporate_protocol::{Event, Seq};
use serde::Serialize;
use tauri::State;

use crate::desktop::desk::Desk;
use crate::view::AppView;

/// Answer to `session`.
#[derive(Serialize)]
pub(super) struct Shown {
    view: AppView,
}

/// What all windows show now.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives states by value")]
pub(super) fn session(desk: State<'_, Desk>) -> Shown {
    Shown { view: desk.view() }
}

/// The log after a number.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives states by value")]
pub(super) fn events(after: Seq, desk: State<'_, Desk>) -> Vec<Event> {
    desk.events(after)
}
