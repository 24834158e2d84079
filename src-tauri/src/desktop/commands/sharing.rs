//! Commands of the bar. Whatever hides takes effect on this machine before the portal hears of it;
//! another monitor is shown when the portal has it in the log.

use tauri::State;

use crate::desktop::desk::Desk;
use crate::desktop::error::CommandError;
use crate::session::Wish;

/// Holds the picture.
#[tauri::command]
pub(super) async fn pause_sharing(desk: State<'_, Desk>) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::Pause).await?)
}

/// Goes on with it.
#[tauri::command]
pub(super) async fn resume_sharing(desk: State<'_, Desk>) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::Resume).await?)
}

/// Stops sharing, and with it the consent.
#[tauri::command]
pub(super) async fn stop_sharing(desk: State<'_, Desk>) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::Stop).await?)
}

/// Shows another monitor.
#[tauri::command]
pub(super) async fn show_monitor(number: u16, desk: State<'_, Desk>) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::Show(number)).await?)
}

/// Answers an agent who asks for another monitor.
#[tauri::command]
pub(super) async fn answer_monitor(
    granted: bool,
    desk: State<'_, Desk>,
) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::AnswerMonitor(granted)).await?)
}
