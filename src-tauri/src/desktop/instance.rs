//! A later start turns to the first one of the same user: over the session bus, or by a window of the
//! user's own session. Who looks for a first start does so alone, by a lock: the look can end this
//! process, and whoever has a session must never be ended by it.

use tauri::{AppHandle, Runtime};

use super::{invitations, windows};
use crate::arguments::Again;
use crate::claim::Claims;
use crate::platform;

/// Becomes the first start where there is none. Where there is one, it is told our arguments, and this
/// process ends here. For starts without a session, and after desk and invitations can be found: from
/// then on later starts turn to them, on a thread of their own.
pub(super) fn become_first<R: Runtime>(app: &AppHandle<R>, claims: &Claims) {
    let Ok(_alone) = claims.first_start() else {
        tracing::warn!(
            "another start looks for the first and does not end; this one goes on alone"
        );
        return;
    };
    register(app);
}

/// The same for a process that has a session: where there is a first start it stays by itself, and so
/// it does where that can't be found out for sure. Takes no time of the caller's.
pub(super) fn become_first_in_session<R: Runtime>(app: &AppHandle<R>, claims: Claims) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let Ok(Some(alone)) = claims.first_start() else {
            tracing::warn!("later starts can't turn to this one: nobody could look for the first");
            return;
        };
        if platform::has_first_start(&app.config().identifier) {
            return;
        }
        // The lock is held until then: nobody else becomes it between the look and the registration.
        windows::on_main_thread(&app, move |app| {
            register(app);
            drop(alone);
        });
    });
}

fn register<R: Runtime>(app: &AppHandle<R>) {
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
