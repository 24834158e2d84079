//! The command that saves the transcript, during the session and after it.

use corporate_protocol::ErrorCode;
use serde::Serialize;
use tauri::{AppHandle, Manager as _, Runtime, State};

use crate::desktop::desk::Desk;
use crate::desktop::error::CommandError;
use crate::transcript;

/// The code that says: the file could not be written.
const NOT_SAVED: &str = "save";

/// Answer to `save_transcript`.
#[derive(Serialize)]
pub(super) struct Saved {
    path: String,
}

/// Saves the portal's transcript into the folder of downloads and tells where.
#[tauri::command]
pub(super) async fn save_transcript<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Saved, CommandError> {
    let access = desk.access().ok_or(ErrorCode::NotInSession)?;
    let language = desk.view().language;
    let zone = transcript::time_zone();
    let text = corporate_link::transcript(
        &access.origin,
        access.session,
        access.credential,
        language,
        &zone,
    )
    .await?;
    // A system without a setting for it still has people who look there.
    let folder = app
        .path()
        .download_dir()
        .or_else(|_| app.path().home_dir().map(|home| home.join("Downloads")));
    let folder = folder.map_err(|_| CommandError::of_app(NOT_SAVED))?;
    let name = transcript::file_name(access.session, language);
    let saved =
        tauri::async_runtime::spawn_blocking(move || transcript::save(&folder, &name, &text));
    match saved.await {
        Ok(Ok(path)) => Ok(Saved { path: path.to_string_lossy().into_owned() }),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the transcript could not be saved");
            Err(CommandError::of_app(NOT_SAVED))
        }
        Err(_) => Err(CommandError::of_app(NOT_SAVED)),
    }
}
