//! A later start turns to the first one of the same user: over the session bus, or by a window of the
//! user's own session. Whoever has a ticket never turns to anybody: its session would be lost.

use tauri::{AppHandle, Runtime};

use super::invitations;
use crate::arguments::Again;
use crate::claim::{Claim, Claims};
use crate::platform;

/// Becomes the first start where there is none. Where there is one, and this start has no session, it
/// is told our arguments, and this process ends here.
///
/// The claim comes before the name, so that a start with a session, which takes the name only with
/// the claim, never finds the name taken.
pub(super) fn become_first<R: Runtime>(
    app: &AppHandle<R>,
    claims: &Claims,
    has_session: bool,
) -> Option<Claim> {
    if !platform::FINDS_FIRST_START {
        return None;
    }
    let claim = claims.first_start();
    if has_session && claim.is_err() {
        tracing::info!("later starts turn to the app that was there before");
        return None;
    }
    let plugin = tauri_plugin_single_instance::init(|app, arguments, _folder| {
        invitations::again(app, Again::of_arguments(arguments));
    });
    if let Err(error) = app.plugin(plugin) {
        tracing::warn!(%error, "later starts can't turn to this one");
    }
    claim.ok().flatten()
}
