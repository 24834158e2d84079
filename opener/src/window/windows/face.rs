//! The controls of the window, where they stand, and how a picture is put on them. Knows nothing of
//! hand-offs.

use std::cell::RefCell;

use windows_sys::Win32::System::SystemServices::SS_NOPREFIX;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    BS_PUSHBUTTON, ES_AUTOHSCROLL, ES_PASSWORD, IDCANCEL, WS_BORDER, WS_TABSTOP,
};

use super::controls::{Control, Font, Window};
use super::theme::Theme;
use crate::texts::Texts;
use crate::window::picture::{Fields, Focus, Form, Key, Picture, Progress};

/// `PROGRESS_CLASS`, the system's name of progress bars.
const PROGRESS_BAR: &str = "msctls_progress32";
/// The numbers of the buttons; Cancel's is the one that the system gives to Escape.
const PROCEED: u16 = 101;
const PRIMARY: u16 = 102;
const SECOND: u16 = 103;
const LEAVE: u16 = IDCANCEL as u16;

/// The key of the button with this number.
pub(super) const fn key_of(id: u16) -> Option<Key> {
    match id {
        PROCEED => Some(Key::Proceed),
        PRIMARY => Some(Key::Primary),
        SECOND => Some(Key::Second),
        LEAVE => Some(Key::Leave),
        _ => None,
    }
}

const fn id_of(key: Key) -> u16 {
    match key {
        Key::Proceed => PROCEED,
        Key::Primary => PRIMARY,
        Key::Second => SECOND,
        Key::Leave => LEAVE,
    }
}

/// The window and all in it.
pub(super) struct Face {
    pub(super) window: Window,
    pub(super) headline: Control,
    pub(super) facts: [(Control, Control); 3],
    pub(super) detail: Control,
    pub(super) progress_name: Control,
    pub(super) progress: Control,
    pub(super) amount: Control,
    pub(super) code: (Control, Control),
    pub(super) user: (Control, Control),
    pub(super) password: (Control, Control),
    pub(super) proceed: Control,
    pub(super) second: Control,
    pub(super) primary: Control,
    pub(super) leave: Control,
    pub(super) fonts: RefCell<Fonts>,
    pub(super) theme: RefCell<Theme>,
    painted: RefCell<Option<Picture>>,
}

/// The system's fonts, at the scale of the window's monitor.
pub(super) struct Fonts {
    pub(super) text: Font,
    pub(super) headline: Font,
}

impl Fonts {
    fn of(window: &Window) -> Self {
        Self { text: window.font(false), headline: window.font(true) }
    }
}

impl Face {
    /// In the order in which Tab goes and screen readers read; the label that stands before an
    /// entry or a bar is its name.
    pub(super) fn new(window: Window) -> Self {
        let words = || window.control("STATIC", SS_NOPREFIX, 0);
        let entry = |style: i32| {
            let label = window.control("STATIC", 0, 0);
            let style = WS_TABSTOP | WS_BORDER | (ES_AUTOHSCROLL | style) as u32;
            (label, window.control("EDIT", style, 0))
        };
        let button =
            |key: Key| window.control("BUTTON", WS_TABSTOP | BS_PUSHBUTTON as u32, id_of(key));
        let face = Self {
            headline: words(),
            facts: [0; 3].map(|_| (words(), words())),
            detail: words(),
            progress_name: words(),
            progress: window.control(PROGRESS_BAR, 0, 0),
            amount: words(),
            code: entry(0),
            proceed: button(Key::Proceed),
            user: entry(0),
            password: entry(ES_PASSWORD),
            second: button(Key::Second),
            primary: button(Key::Primary),
            leave: button(Key::Leave),
            fonts: RefCell::new(Fonts::of(&window)),
            theme: RefCell::new(Theme::of_the_user()),
            painted: RefCell::new(None),
            window,
        };
        face.set_fonts();
        face.dress();
        face
    }

    fn all(&self) -> impl Iterator<Item = &Control> {
        let pairs = self.facts.iter().chain([&self.code, &self.user, &self.password]);
        let rest = [
            &self.headline,
            &self.detail,
            &self.progress,
            &self.amount,
            &self.proceed,
            &self.second,
            &self.primary,
            &self.leave,
        ];
        pairs.flat_map(|(name, value)| [name, value]).chain(rest)
    }

    fn set_fonts(&self) {
        let fonts = self.fonts.borrow();
        self.all().for_each(|control| control.set_font(&fonts.text));
        self.headline.set_font(&fonts.headline);
    }

    /// Puts the theme on everything.
    fn dress(&self) {
        let theme = self.theme.borrow();
        for button in [&self.proceed, &self.second, &self.primary, &self.leave] {
            button.set_theme(theme.button());
        }
        for (_, entry) in [&self.code, &self.user, &self.password] {
            entry.set_theme(theme.entry());
        }
        self.window.dress(&theme);
    }

    /// The user has chosen other colours.
    pub(super) fn theme_changed(&self) {
        // What comes while it is being put on was caused by that.
        let Ok(mut theme) = self.theme.try_borrow_mut() else { return };
        *theme = Theme::of_the_user();
        drop(theme);
        self.dress();
    }

    /// The window has come to a finer or coarser monitor.
    pub(super) fn resolution_changed(&self) {
        // What comes while it is being arranged was caused by that.
        let Ok(mut fonts) = self.fonts.try_borrow_mut() else { return };
        let before = std::mem::replace(&mut *fonts, Fonts::of(&self.window));
        drop(fonts);
        self.set_fonts();
        drop(before);
        self.painted.replace(None);
    }

    /// What was typed; the password is forgotten here.
    pub(super) fn fields(&self) -> Fields {
        let fields = Fields {
            code: self.code.1.text(),
            user: self.user.1.text(),
            password: self.password.1.text(),
        };
        self.password.1.set_text("");
        fields
    }

    /// The number of the button that Enter presses.
    pub(super) fn default_id(&self) -> Option<u16> {
        self.painted.borrow().as_ref().and_then(Picture::default_key).map(id_of)
    }

    /// Shows a picture; touches only what has changed since the last.
    pub(super) fn paint(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let before = self.painted.replace(Some(picture.clone()));
        if before.as_ref() == Some(picture) {
            return;
        }
        self.paint_words(texts, portal, picture);
        self.paint_buttons(texts, picture);
        self.progress.set_progress(match &picture.progress {
            Progress::Hidden => Some(0),
            Progress::Busy => None,
            Progress::Part(part, _) => Some((part * 1000.0) as u32),
        });
        self.arrange(picture);
        let is_new = before.as_ref().is_none_or(|before| before.moment != picture.moment);
        let is_settling = before.as_ref().is_some_and(|before| before.focus() != picture.focus())
            && self.window.has_focus();
        if is_new || is_settling {
            self.focus(picture);
        }
        if before.is_none_or(|before| before.announcement != picture.announcement) {
            self.window.announce(&picture.announcement);
        }
    }

    fn paint_words(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let session = picture.session.as_ref();
        let values = [
            (texts.portal, Some(portal)),
            (texts.company, session.map(|session| session.company.as_str())),
            (texts.agent, session.map(|session| session.agent.as_str())),
        ];
        for ((name, value), (word, text)) in self.facts.iter().zip(values) {
            name.set_text(word);
            value.set_text(text.unwrap_or_default());
        }
        self.window.set_title(texts.title);
        self.headline.set_text(&picture.headline);
        self.detail.set_text(&picture.detail);
        self.progress_name.set_text(texts.progress);
        let amount = match &picture.progress {
            Progress::Part(_, words) => words.as_str(),
            Progress::Hidden | Progress::Busy => "",
        };
        self.amount.set_text(amount);
        if let Form::Code(label) = picture.form {
            self.code.0.set_text(&with_mnemonic(label));
        }
        self.user.0.set_text(&with_mnemonic(texts.user));
        self.password.0.set_text(&with_mnemonic(texts.password));
    }

    fn paint_buttons(&self, texts: &Texts, picture: &Picture) {
        let default = picture.default_key();
        let all = [
            (Key::Proceed, &self.proceed, Some(texts.proceed)),
            (Key::Second, &self.second, picture.second.map(|button| button.label)),
            (Key::Primary, &self.primary, picture.primary.map(|button| button.label)),
            (Key::Leave, &self.leave, picture.leave),
        ];
        for (key, button, label) in all {
            button.set_text(&with_mnemonic(label.unwrap_or_default()));
            button.set_default(default == Some(key));
        }
    }

    /// Puts the keyboard where it is needed next, at each moment once: who has gone elsewhere stays
    /// there.
    fn focus(&self, picture: &Picture) {
        match picture.focus() {
            Focus::Code => self.code.1.focus_text(),
            Focus::User if self.user.1.text().is_empty() => self.user.1.focus_text(),
            Focus::User => self.password.1.focus_text(),
            Focus::Key(Key::Proceed) => self.proceed.focus(),
            Focus::Key(Key::Primary) => self.primary.focus(),
            Focus::Key(Key::Second) => self.second.focus(),
            Focus::Key(Key::Leave) => self.leave.focus(),
            Focus::Nothing => self.window.focus(),
        }
    }
}

/// A label whose letter after the underscore works with Alt.
fn with_mnemonic(label: &str) -> String {
    label.replace('&', "&&").replacen('_', "&", 1)
}
