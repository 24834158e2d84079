//! Removing Corporate Customer from this computer: the app ends, and the opener that has brought it
//! takes its place, asks, and removes what it has brought, itself included.

use std::path::PathBuf;

use tauri::{AppHandle, Manager as _, Runtime, State};

use crate::desktop::desk::Desk;
use crate::desktop::error::CommandError;
use crate::desktop::invitations::Invitations;
use crate::invitation::SESSION_RUNNING;
use crate::platform;

/// Where the opener keeps what is its own, in the user's data.
const FOLDER: &str = "corporate-customer/opener";
/// The code that says: there is no opener here that could do it.
const NOT_REMOVABLE: &str = "not_removable";

/// Whether an opener has brought this app and can remove it.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives handles by value")]
pub(super) fn can_be_removed<R: Runtime>(app: AppHandle<R>) -> bool {
    is_removable(&app)
}

/// The same for whoever decides about windows.
pub(in crate::desktop) fn is_removable<R: Runtime>(app: &AppHandle<R>) -> bool {
    opener(app).is_some()
}

/// Ends the app and starts the opener to remove everything. Not during a session, nor while it is
/// asked whether to join one.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives handles by value")]
pub(super) fn remove<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    invitations: State<'_, Invitations>,
) -> Result<(), CommandError> {
    if desk.is_in_session() || invitations.is_under_way() {
        return Err(CommandError::of_app(SESSION_RUNNING));
    }
    let opener = opener(&app).ok_or_else(|| CommandError::of_app(NOT_REMOVABLE))?;
    desk.give_way_to(opener, &app);
    Ok(())
}

/// The opener's own copy of itself; a plain file and no link to one.
fn opener<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    let opener = app.path().local_data_dir().ok()?.join(FOLDER).join(platform::OPENER);
    let found = std::fs::symlink_metadata(&opener).ok()?;
    found.is_file().then_some(opener)
}
