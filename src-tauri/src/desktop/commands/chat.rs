//! Commands of the chat window.

use corporate_protocol::{ErrorCode, MessageText};
use tauri::State;

use crate::desktop::desk::Desk;
use crate::desktop::error::CommandError;
use crate::session::Wish;

/// Writes a message. It is kept, and shown as unsent, until the portal has confirmed it.
#[tauri::command]
pub(super) async fn say(text: String, desk: State<'_, Desk>) -> Result<(), CommandError> {
    let text = MessageText::parse(&text).map_err(|_| ErrorCode::MessageInvalid)?;
    Ok(desk.wish(Wish::Say(text)).await?)
}

/// Ends the session.
#[tauri::command]
pub(super) async fn end_session(desk: State<'_, Desk>) -> Result<(), CommandError> {
    Ok(desk.wish(Wish::End).await?)
}
