//! The windows around a session: makes, places and closes them as the view asks, hands their
//! commands in, and ends the program when nothing is left to show.

mod arrangement;
mod commands;
mod desk;
mod error;
mod surface;
mod windows;

use corporate_link::Joined;
use corporate_protocol::{Language, PortalOrigin};
use tauri::{App, RunEvent};

use crate::arguments::Start;
use crate::session::{Session, SessionParts};
use crate::sharing::SystemScreens;
use crate::view::AppView;
use desk::{Access, Desk};
use surface::Windows;

/// What the program was started for, once `main` has done its part.
#[derive(Debug)]
pub enum Launch {
    /// With a session that was joined.
    Session {
        /// The sealed portal.
        origin: PortalOrigin,
        /// What joining has brought.
        joined: Joined,
    },
    /// Without one.
    Idle {
        /// The system's language.
        language: Language,
        /// The code of what the window should say.
        problem: Option<String>,
    },
}

/// The code that says: a link can't be followed yet.
pub const LINK_NOT_SUPPORTED: &str = "link_not_supported";
/// The code that says: this is no link of ours.
pub const LINK_INVALID: &str = "link_invalid";

/// What to say about a start by link; none for every other start.
pub fn problem_of(start: &Start) -> Option<String> {
    match start {
        Start::Link(_) => Some(LINK_NOT_SUPPORTED.to_owned()),
        Start::BadLink => Some(LINK_INVALID.to_owned()),
        _ => None,
    }
}

/// Shows the windows until the last one is closed and everything is stopped. The tokio runtime
/// must have been given to `tauri::async_runtime` before.
///
/// # Errors
/// What Tauri says where no window can be made.
pub fn run(launch: Launch) -> tauri::Result<()> {
    let mut builder = tauri::Builder::default();
    // A session has a process of its own; only starts without one share it.
    if matches!(launch, Launch::Idle { .. }) {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, arguments, _folder| {
            desk::started_again(app, &Start::parse(arguments.into_iter().skip(1)));
        }));
    }
    let app = builder
        .plugin(tauri_plugin_deep_link::init())
        .invoke_handler(commands::handler())
        .on_window_event(windows::on_event)
        .setup(move |app| {
            open(app, launch);
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|_app, event| {
        // The last window is gone: whether that ends the program is for `windows::arrange`.
        if let RunEvent::ExitRequested { api, code: None, .. } = event {
            api.prevent_exit();
        }
    });
    Ok(())
}

fn open(app: &mut App, launch: Launch) {
    use tauri::Manager as _;
    use tauri_plugin_deep_link::DeepLinkExt as _;
    let opened = app.handle().clone();
    let handle = app.handle().clone();
    let desk = match launch {
        Launch::Session { origin, joined } => {
            let access = Access::new(&origin, &joined);
            let surface = Windows::new(handle.clone());
            let parts = SessionParts { origin, joined, screens: SystemScreens, surface };
            let session = tauri::async_runtime::block_on(async { Session::start(parts) });
            Desk::with_session(session, access)
        }
        Launch::Idle { language, problem } => {
            Desk::without_session(AppView::without_session(language, problem))
        }
    };
    app.manage(desk);
    // Where the system brings links as events and not as arguments (macOS).
    app.deep_link().on_open_url(move |event| {
        for url in event.urls() {
            desk::started_again(&opened, &Start::parse([url.to_string()]));
        }
    });
    windows::arrange(&handle);
}
