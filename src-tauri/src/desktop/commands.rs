//! The commands that pages may call. Each is allowed to the windows that need it, in
//! `capabilities/`, and is listed in `build.rs`.

mod chat;
mod consent;
mod invitation;
pub(super) mod removal;
mod session;
mod sharing;
mod transcript;
mod window;

use tauri::Runtime;
use tauri::ipc::Invoke;

/// Knows every command.
pub(super) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        window::painted,
        window::close,
        session::session,
        session::events,
        chat::say,
        chat::end_session,
        transcript::save_transcript,
        removal::can_be_removed,
        removal::remove,
        consent::answer_consent,
        invitation::invitation,
        invitation::answer_invitation,
        sharing::pause_sharing,
        sharing::resume_sharing,
        sharing::stop_sharing,
        sharing::show_monitor,
        sharing::answer_monitor,
    ]
}
