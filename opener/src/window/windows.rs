//! The window on Windows, made of the system's own controls: passes on what is pressed and paints
//! the show.

#[path = "windows/controls.rs"]
mod controls;
#[path = "windows/face.rs"]
mod face;
#[path = "windows/layout.rs"]
mod layout;
#[path = "windows/library.rs"]
mod library;
#[path = "windows/looks.rs"]
mod looks;
#[path = "windows/theme.rs"]
mod theme;
#[path = "windows/voice.rs"]
mod voice;

use std::cell::{OnceCell, RefCell};

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DC_HASDEFID, DM_GETDEFID, DefWindowProcW, WM_CLOSE, WM_COMMAND, WM_DPICHANGED,
    WM_SETTINGCHANGE, WM_TIMER,
};

use self::controls::{Window, button_pressed};
use self::face::{Face, key_of};
use super::Outcome;
use super::picture::Key;
use super::show::{Show, TICK};
use crate::OpenerError;

/// What lives as long as the window.
struct Live {
    face: Face,
    show: RefCell<Show>,
}

thread_local! {
    /// The window's life; only the thread that made the window is ever called for it.
    #[allow(
        clippy::missing_const_for_thread_local,
        reason = "it is const; with GNU's linker the lint does not see that"
    )]
    static LIVE: OnceCell<Live> = const { OnceCell::new() };
}

/// See [`super::run`]. The show begins when it is known that there is a display.
pub(super) fn run(show: impl FnOnce() -> Show) -> Result<Outcome, OpenerError> {
    let window = Window::new(procedure).ok_or(OpenerError::NoDisplay)?;
    let live = Live { face: Face::new(window), show: RefCell::new(show()) };
    LIVE.with(|here| {
        let live = here.get_or_init(|| live);
        live.go_on();
        live.face.window.show();
        live.face.window.serve();
        let outcome = live.show.borrow().outcome();
        Ok(outcome.unwrap_or(Outcome::Cancelled))
    })
}

/// What the system calls for each message.
#[expect(unsafe_code, reason = "the system calls it, and is called back")]
unsafe extern "system" fn procedure(
    window: HWND,
    message: u32,
    wparam: WPARAM,
    lparam: LPARAM,
) -> LRESULT {
    let answered =
        LIVE.with(|live| live.get().and_then(|live| live.answer(window, message, wparam)));
    answered.unwrap_or_else(|| {
        // SAFETY: these are the arguments that the system has called with.
        unsafe { DefWindowProcW(window, message, wparam, lparam) }
    })
}

impl Live {
    /// Answers a message; nothing for those that are the system's to answer.
    fn answer(&self, window: HWND, message: u32, wparam: WPARAM) -> Option<LRESULT> {
        match message {
            WM_COMMAND => self.press(key_of(button_pressed(wparam)?)?),
            WM_CLOSE => self.press(Key::Leave),
            WM_TIMER => {
                self.show.try_borrow_mut().ok()?.tick();
                self.go_on();
            }
            DM_GETDEFID => {
                let id = self.face.default_id()?;
                return Some((DC_HASDEFID << 16 | u32::from(id)) as LRESULT);
            }
            WM_DPICHANGED => {
                self.face.resolution_changed();
                self.go_on();
            }
            WM_SETTINGCHANGE => {
                self.face.theme_changed();
                return None;
            }
            _ => return self.face.theme.try_borrow().ok()?.answer(window, message, wparam),
        }
        Some(0)
    }

    fn press(&self, key: Key) {
        // A message that comes while another is being answered was caused by that answer.
        let Ok(mut show) = self.show.try_borrow_mut() else { return };
        let fields = self.face.fields();
        show.press(key, &fields);
        drop(show);
        self.go_on();
    }

    /// Paints, keeps the clock going while something runs, and leaves when it is time.
    fn go_on(&self) {
        let Ok(show) = self.show.try_borrow() else { return };
        if show.outcome().is_some() {
            Window::leave();
            return;
        }
        self.face.paint(show.texts(), show.portal(), &show.picture());
        self.face.window.tick(show.wants_ticks().then_some(TICK));
    }
}
