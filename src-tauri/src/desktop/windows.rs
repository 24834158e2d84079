//! The windows: what each looks like, where it stands, what closing it means. None is shown before its
//! page has something to show.

use std::time::Duration;

use corporate_capture::Monitor;
use corporate_protocol::Language;
use tauri::{
    AppHandle, Emitter as _, Manager as _, PhysicalPosition, Runtime, Url, UserAttentionType,
    WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent,
};

use super::arrangement::{Around, Arrangement};
use super::commands::removal;
use super::desk::Desk;
use super::invitations::{self, Invitations};
use crate::session::Wish;
use crate::view::ConnectionView;

/// Label of the chat window.
pub(super) const CHAT: &str = "chat";
/// Label of the window that asks for consent.
pub(super) const CONSENT: &str = "consent";
/// Label of the bar.
pub(super) const BAR: &str = "bar";
/// Label of the window that asks whether to join a session by a link.
pub(super) const JOIN: &str = "join";
/// Label of the window that says that the session has ended, where no chat window does.
pub(super) const FAREWELL: &str = "farewell";

/// Size of the bar in logical pixels.
const BAR_SIZE: (f64, f64) = (720.0, 52.0);
/// A page that has not said by then that it has painted is shown all the same: an empty window can be
/// closed, a hidden one can't.
const PAINTS_WITHIN: Duration = Duration::from_secs(10);

/// Makes and closes windows until they are as the view asks. Main thread only.
pub(super) fn arrange<R: Runtime>(app: &AppHandle<R>) {
    let Some(desk) = app.try_state::<Desk>() else { return };
    let invited = app.try_state::<Invitations>().is_some_and(|it| it.is_open());
    let view = desk.view();
    let around = Around {
        wants_chat: desk.wants_chat(),
        dismissed: desk.is_chat_dismissed(),
        invited,
        // The disk is asked only when it matters: windows are arranged at every change.
        offers_removal: view.connection == ConnectionView::Ended
            && !desk.is_end_seen()
            && removal::is_removable(app),
    };
    let wanted = Arrangement::of(&view, around);
    let windows = [
        (CHAT, wanted.chat),
        (CONSENT, wanted.consent),
        (BAR, wanted.bar),
        (JOIN, wanted.join),
        (FAREWELL, wanted.farewell),
    ];
    for (label, there) in windows {
        let result = match (app.get_webview_window(label), there) {
            (None, true) => open(app, label, view.language, &desk),
            (Some(window), false) => window.destroy(),
            _ => Ok(()),
        };
        if let Err(error) = result {
            tracing::error!(window = label, %error, "a window could not be made or closed");
            if label == FAREWELL && there {
                // Nobody can close what isn't there, and the program would stay for ever.
                desk.see_end();
                arrange_soon(app);
            }
        }
    }
    if wanted.end {
        desk.leave(app);
    }
}

/// The same from any thread.
pub(super) fn arrange_soon<R: Runtime>(app: &AppHandle<R>) {
    on_main_thread(app, arrange);
}

/// Brings a window back to the front, with the newest view.
pub(super) fn show_again<R: Runtime>(app: &AppHandle<R>, label: &'static str) {
    tell_view(app);
    on_main_thread(app, move |app| {
        arrange(app);
        // One that has not painted yet comes to the front by itself when it has. At the end there may
        // be the farewell in its place.
        let window = app.get_webview_window(label).or_else(|| app.get_webview_window(FAREWELL));
        if let Some(window) = window.filter(|window| window.is_visible().unwrap_or(true)) {
            raise(&window);
        }
    });
}

/// Lets the chat window begin with the log of another session.
pub(super) fn begin_anew<R: Runtime>(app: &AppHandle<R>) {
    tell_view(app);
    on_main_thread(app, |app| {
        let reloaded = app.get_webview_window(CHAT).map_or(Ok(()), |window| window.reload());
        if let Err(error) = reloaded {
            tracing::error!(%error, "the chat window could not begin anew");
        }
        arrange(app);
    });
}

/// Gives a window the title of its language.
pub(super) fn retitle<R: Runtime>(app: &AppHandle<R>, label: &'static str, language: Language) {
    let window = app.get_webview_window(label);
    if let Some(Err(error)) = window.map(|window| window.set_title(title(label, language))) {
        tracing::warn!(window = label, %error, "a window could not be given its title");
    }
}

/// A page has painted what it is to show: its window may be seen.
pub(super) fn painted<R: Runtime>(window: &WebviewWindow<R>) {
    if window.is_visible().unwrap_or(false) {
        return;
    }
    // Neither has a question that can't wait: whoever works in another window goes on there.
    if matches!(window.label(), BAR | FAREWELL) {
        if let Err(error) = window.show() {
            tracing::error!(window = window.label(), %error, "a window could not be shown");
        }
    } else {
        raise(window);
    }
}

fn tell_view<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = app.emit("view", app.state::<Desk>().view()) {
        tracing::error!(%error, "the windows could not be told");
    }
}

/// Does something on the thread of the windows, soon.
pub(super) fn on_main_thread<R: Runtime>(
    app: &AppHandle<R>,
    act: impl FnOnce(&AppHandle<R>) + Send + 'static,
) {
    let there = app.clone();
    // Fails only while the program ends.
    let _ending = app.run_on_main_thread(move || act(&there));
}

/// What closing a window means: the bar's stops sharing, a question's is a no, and the chat's is
/// just that as long as something else is to be seen. The farewell is said once.
pub(super) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle();
    let wish = match window.label() {
        CONSENT => Wish::Answer(false),
        BAR => Wish::Stop,
        JOIN => {
            api.prevent_close();
            invitations::answer(app, false);
            return;
        }
        _ => {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.dismiss_chat(true);
                desk.see_end();
            }
            api.prevent_close();
            arrange(app);
            return;
        }
    };
    api.prevent_close();
    let Some(desk) = app.try_state::<Desk>() else { return };
    let app = app.clone();
    desk.tasks().spawn(async move {
        if let Err(code) = app.state::<Desk>().wish(wish).await {
            tracing::info!(%code, "closing a window came too late");
        }
    });
}

fn open<R: Runtime>(
    app: &AppHandle<R>,
    label: &'static str,
    language: Language,
    desk: &Desk,
) -> tauri::Result<()> {
    // The language of the first words, before the page has heard of the view.
    let page = format!("{label}.html?lang={}", language.tag());
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .title(title(label, language))
        .on_navigation(is_ours)
        .visible(false)
        .devtools(false);
    match label {
        CONSENT => question(builder, 560.0).build()?,
        JOIN => question(builder, 500.0).build()?,
        BAR => {
            let window = bar(builder).build()?;
            let monitor = desk.live().and_then(|live| live.session.board().monitor());
            if let Some(monitor) = monitor {
                place_bar(&window, &monitor)?;
            }
            window
        }
        FAREWELL => builder
            .inner_size(520.0, 280.0)
            .min_inner_size(320.0, 240.0)
            .maximizable(false)
            .center()
            .focused(false)
            .build()?,
        _ => builder.inner_size(440.0, 680.0).min_inner_size(320.0, 400.0).center().build()?,
    };
    show_at_last(app, label, desk);
    Ok(())
}

type Builder<'a, R> = WebviewWindowBuilder<'a, R, AppHandle<R>>;

fn question<R: Runtime>(builder: Builder<'_, R>, height: f64) -> Builder<'_, R> {
    builder
        .inner_size(520.0, height)
        .resizable(false)
        .minimizable(false)
        .maximizable(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .center()
        .focused(true)
}

fn bar<R: Runtime>(builder: Builder<'_, R>) -> Builder<'_, R> {
    // Not `resizable(false)`: GTK then gives it the height that a web view likes best, 200 pixels.
    // With equal limits nobody can change its size either.
    builder
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
}

/// Shows a window whose page says nothing.
fn show_at_last<R: Runtime>(app: &AppHandle<R>, label: &'static str, desk: &Desk) {
    let app = app.clone();
    desk.tasks().spawn_idle(async move {
        tokio::time::sleep(PAINTS_WITHIN).await;
        if let Some(window) = app.get_webview_window(label) {
            painted(&window);
        }
    });
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
        (b"join", Language::De) => "An dieser Sitzung teilnehmen?",
        (b"join", Language::En) => "Join this session?",
        (b"farewell", Language::De) => "Die Sitzung ist beendet",
        (b"farewell", Language::En) => "The session has ended",
        (b"bar", Language::De) => "Bildschirmfreigabe",
        (b"bar", Language::En) => "Screen sharing",
        _ => "Corporate Customer",
    }
}
