//! A later start turns to the first one of the same user: over the session bus, or by a window of the
//! user's own session. Whoever has a ticket takes no part in that: looking for a first start can end
//! this process, and with it a session that was joined already.

use tauri::{AppHandle, Runtime};

use super::invitations;
use crate::arguments::Again;
use crate::platform;

/// Becomes the first start where there is none. Where there is one, it is told our arguments, and this
/// process ends here. For starts without a session, and after desk and invitations can be found: from
/// then on later starts turn to them, on a thread of their own.
pub(super) fn become_first<R: Runtime>(app: &AppHandle<R>) {
    if !platform::FINDS_FIRST_START {
        return;
    }
    let plugin = tauri_plugin_single_instance::init(|app, arguments, _folder| {
        invitations::again(app, Again::of_arguments(arguments));
    });
    if let Err(error) = app.plugin(plugin) {
        tracing::warn!(%error, "later starts can't turn to this one");
    }
}
