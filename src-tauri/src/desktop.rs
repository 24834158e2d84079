//! The windows around a session: makes, places and closes them as the view asks, hands their
//! commands in, and ends the program when nothing is left to show.

mod arrangement;
mod commands;
mod desk;
mod error;
mod instance;
mod invitations;
mod surface;
mod tasks;
mod windows;

use std::path::PathBuf;
use std::sync::PoisonError;

use corporate_link::Joined;
use corporate_protocol::{Language, PortalOrigin};
use tauri::{App, Manager as _, RunEvent};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::arguments::Again;
use crate::claim::Claims;
use crate::view::AppView;
use desk::{Desk, Live, Successor};
use invitations::Invitations;

/// What the program was started for, once `main` has done its part.
#[derive(Debug)]
pub enum Launch {
    /// With a session that was joined.
    Session {
        /// The portal.
        origin: PortalOrigin,
        /// What joining has brought.
        joined: Joined,
    },
    /// Without one.
    Idle {
        /// The portal; none where seal and policy name none that can be used.
        origin: Option<PortalOrigin>,
        /// The system's language.
        language: Language,
        /// What the start asks for.
        asked: Again,
    },
}

/// Shows the windows until the last one is closed and everything is stopped. The tokio runtime
/// must have been given to `tauri::async_runtime` before. Gives the program that takes this one's
/// place, if any.
///
/// # Errors
/// What Tauri says where no window can be made.
pub fn run(launch: Launch) -> tauri::Result<Option<PathBuf>> {
    let successor = Successor::default();
    let for_desk = successor.clone();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_deep_link::init())
        .invoke_handler(commands::handler())
        .on_window_event(windows::on_event)
        .setup(move |app| {
            open(app, launch, for_desk);
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run_return(|_app, event| {
        // The last window is gone: whether that ends the program is for `windows::arrange`.
        if let RunEvent::ExitRequested { api, code: None, .. } = event {
            api.prevent_exit();
        }
    });
    Ok(successor.lock().unwrap_or_else(PoisonError::into_inner).take())
}

fn open(app: &mut App, launch: Launch, successor: Successor) {
    let handle = app.handle().clone();
    let paths = app.path();
    let claims = Claims::of_user(paths.runtime_dir().ok(), paths.app_local_data_dir().ok());
    let asked = match launch {
        Launch::Session { origin, joined } => {
            let claim = claims.session();
            let idle = AppView::without_session(joined.language, None);
            let desk = Desk::new(idle, false, successor);
            app.manage(Invitations::new(Some(origin.clone()), claims.clone()));
            // The session's first view may come before the desk can be found; it is not lost.
            let live = tauri::async_runtime::block_on(async {
                Live::start(&handle, origin, joined, claim)
            });
            desk.put(Some(live));
            app.manage(desk);
            instance::become_first_in_session(&handle, claims);
            Again::Show
        }
        Launch::Idle { origin, language, asked } => {
            let problem = origin.is_none().then(|| invitations::NO_PORTAL.to_owned());
            let idle = AppView::without_session(language, problem);
            app.manage(Desk::new(idle, asked != Again::Show, successor));
            app.manage(Invitations::new(origin, claims.clone()));
            instance::become_first(&handle, &claims);
            asked
        }
    };
    let linked = handle.clone();
    // Where the system brings links as events and not as arguments (macOS).
    app.deep_link().on_open_url(move |event| {
        for url in event.urls().iter().take(MOST_LINKS) {
            invitations::again(&linked, Again::of_link(url.as_str()));
        }
    });
    match asked {
        Again::Show => windows::arrange(&handle),
        asked => invitations::again(&handle, asked),
    }
}

/// Links of one event that are looked at.
const MOST_LINKS: usize = 4;
