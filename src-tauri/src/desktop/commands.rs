//! The commands that pages may call. Each is allowed to the windows that need it, in
//! `capabilities/`, and is listed in `build.rs`.

mod chat;
mod consent;
mod session;
mod sharing;
mod transcript;

use tauri::Runtime;
use tauri::ipc::Invoke;

/// Knows every command.
pub(super) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session::session,
        session::events,
        chat::say,
        chat::end_session,
        transcript::save_transcript,
        consent::answer_consent,
        sharing::pause_sharing,
        sharing::resume_sharing,
        sharing::stop_sharing,
    ]
}
