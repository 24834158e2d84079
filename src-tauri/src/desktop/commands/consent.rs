//! The command of the window that asks for consent.

use tauri::State;

use crate::desktop::desk::Desk;
use crate::desktop::error::CommandError;
use crate::session::Wish;

/// The customer's answer.
#[tauri::command]
pub(super) async fn answer_consent(
    granted: bool,
    desk: State<'_, Desk>,
) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::Answer(granted)).await?)
}
