//! Commands of the window that asks whether to join a session by a link.

use tauri::{AppHandle, Runtime, State};

use crate::desktop::invitations::{self, Invitations};
use crate::invitation::InvitationView;

/// What the window shows now; none where the invitation is over.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives states by value")]
pub(super) fn invitation(invitations: State<'_, Invitations>) -> Option<InvitationView> {
    invitations.view()
}

/// The customer's answer; after a refusal, that it was read.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri gives handles by value")]
pub(super) fn answer_invitation<R: Runtime>(yes: bool, app: AppHandle<R>) {
    invitations::answer(&app, yes);
}
