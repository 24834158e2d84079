//! The three windows: what each looks like, where it stands, what closing it means.

use corporate_capture::Monitor;
use corporate_protocol::Language;
use tauri::{
    AppHandle, Emitter as _, Manager as _, PhysicalPosition, Runtime, Url, UserAttentionType,
    WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent,
};

use super::arrangement::Arrangement;
use super::desk::Desk;
use crate::session::Wish;
use crate::view::AppView;

/// Label of the chat window.
pub(super) const CHAT: &str = "chat";
/// Label of the window that asks for consent.
pub(super) const CONSENT: &str = "consent";
/// Label of the bar.
pub(super) const BAR: &str = "bar";

/// Size of the bar in logical pixels.
const BAR_SIZE: (f64, f64) = (720.0, 52.0);

/// Makes and closes windows until they are as the view asks. Main thread only.
pub(super) fn arrange<R: Runtime>(app: &AppHandle<R>) {
    let Some(desk) = app.try_state::<Desk>() else { return };
    let view = desk.view();
    let wanted = Arrangement::of(&view, desk.wants_chat(), desk.is_chat_dismissed());
    let windows = [(CHAT, wanted.chat), (CONSENT, wanted.consent), (BAR, wanted.bar)];
    for (label, there) in windows {
        let result = match (app.get_webview_window(label), there) {
            (None, true) => open(app, label, &view, &desk),
            (Some(window), false) => window.destroy(),
            _ => Ok(()),
        };
        if let Err(error) = result {
            tracing::error!(window = label, %error, "a window could not be made or closed");
        }
    }
    if wanted.end {
        desk.leave(app);
    }
}

/// Brings the chat window back to the front, with the newest view.
pub(super) fn show_again<R: Runtime>(app: &AppHandle<R>, view: &AppView) {
    if let Err(error) = app.emit("view", view) {
        tracing::error!(%error, "the windows could not be told");
    }
    let app = app.clone();
    let main = app.clone();
    // Fails only while the program ends.
    let _ending = main.run_on_main_thread(move || {
        arrange(&app);
        if let Some(window) = app.get_webview_window(CHAT) {
            raise(&window);
        }
    });
}

/// What closing a window means: the bar's stops sharing, the question's is a no, and the chat's
/// is just that as long as something else is to be seen.
pub(super) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle();
    let wish = match window.label() {
        CONSENT => Wish::Answer(false),
        BAR => Wish::Stop,
        _ => {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.dismiss_chat(true);
            }
            api.prevent_close();
            arrange(app);
            return;
        }
    };
    api.prevent_close();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(code) = app.state::<Desk>().wish(wish).await {
            tracing::info!(%code, "closing a window came too late");
        }
    });
}

fn open<R: Runtime>(
    app: &AppHandle<R>,
    label: &str,
    view: &AppView,
    desk: &Desk,
) -> tauri::Result<()> {
    let page = WebviewUrl::App(format!("{label}.html").into());
    let builder = WebviewWindowBuilder::new(app, label, page)
        .title(title(label, view.language))
        .on_navigation(is_ours)
        .devtools(false);
    match label {
        CONSENT => {
            let window = builder
                .inner_size(520.0, 560.0)
                .resizable(false)
                .minimizable(false)
                .maximizable(false)
                .always_on_top(true)
                .visible_on_all_workspaces(true)
                .center()
                .focused(true)
                .build()?;
            raise(&window);
        }
        BAR => {
            // Not `resizable(false)`: GTK then gives it the height that a web view likes best, 200
            // pixels. With equal limits nobody can change its size either.
            let window = builder
                .inner_size(BAR_SIZE.0, BAR_SIZE.1)
                .min_inner_size(BAR_SIZE.0, BAR_SIZE.1)
                .max_inner_size(BAR_SIZE.0, BAR_SIZE.1)
                .maximizable(false)
                .decorations(false)
                .shadow(false)
                .always_on_top(true)
                .visible_on_all_workspaces(true)
                .skip_taskbar(true)
                .focused(false)
                .build()?;
            if let Some(monitor) = desk.session().and_then(|session| session.board().monitor()) {
                place_bar(&window, &monitor)?;
            }
        }
        _ => {
            builder.inner_size(440.0, 680.0).min_inner_size(320.0, 400.0).center().build()?;
        }
    }
    Ok(())
}

/// Above everything, with the keyboard, and blinking where the system does not allow that.
fn raise<R: Runtime>(window: &WebviewWindow<R>) {
    let raised = window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus())
        .and_then(|()| window.request_user_attention(Some(UserAttentionType::Critical)));
    if let Err(error) = raised {
        tracing::warn!(window = window.label(), %error, "a window could not be raised");
    }
}

/// Top centre of the shared monitor.
fn place_bar<R: Runtime>(window: &WebviewWindow<R>, monitor: &Monitor) -> tauri::Result<()> {
    let width = (BAR_SIZE.0 * f64::from(monitor.scale)).round() as i32;
    let x = monitor.x + (i32::from(monitor.width) - width) / 2;
    window.set_position(PhysicalPosition::new(x, monitor.y))
}

/// Windows show our own pages and nothing else.
fn is_ours(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// What the window manager shows; the pages have titles of their own.
const fn title(label: &str, language: Language) -> &'static str {
    match (label.as_bytes(), language) {
        (b"consent", Language::De) => "Dürfen wir Ihren Bildschirm sehen?",
        (b"consent", Language::En) => "May we see your screen?",
        (b"bar", Language::De) => "Bildschirmfreigabe",
        (b"bar", Language::En) => "Screen sharing",
        _ => "Corporate Customer",
    }
}
