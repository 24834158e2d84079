//! The controls of the window, where they stand, and how a picture is put on them. Knows nothing of
//! hand-offs.

use std::cell::{Cell, RefCell};

use windows_sys::Win32::UI::WindowsAndMessaging::{
    BS_DEFPUSHBUTTON, BS_PUSHBUTTON, ES_AUTOHSCROLL, IDCANCEL, IDOK, IDRETRY, WS_BORDER, WS_TABSTOP,
};

use super::controls::{Control, Font, Window};
use crate::texts::Texts;
use crate::window::picture::{Picture, Progress};

/// Lengths at 96 dots an inch.
const WIDTH: i32 = 420;
const MARGIN: i32 = 18;
const GAP: i32 = 12;
const BAR: i32 = 18;
const BUTTON: (i32, i32) = (88, 26);
/// `PROGRESS_CLASS`, the system's name of progress bars.
const PROGRESS_BAR: &str = "msctls_progress32";

/// A button; its number is the one that the system gives to Enter, Escape and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Goes on with the code that was typed.
    Proceed,
    /// Tries again.
    Retry,
    /// Cancels or closes.
    Leave,
}

impl Key {
    /// The key of this number.
    pub(super) const fn of(id: u16) -> Option<Self> {
        match id as i32 {
            IDOK => Some(Self::Proceed),
            IDRETRY => Some(Self::Retry),
            IDCANCEL => Some(Self::Leave),
            _ => None,
        }
    }

    /// Its number.
    pub(super) const fn id(self) -> u16 {
        (match self {
            Self::Proceed => IDOK,
            Self::Retry => IDRETRY,
            Self::Leave => IDCANCEL,
        }) as u16
    }
}

/// The window and all in it.
pub(super) struct Face {
    pub(super) window: Window,
    headline: Control,
    facts: [(Control, Control); 3],
    progress: Control,
    amount: Control,
    detail: Control,
    entry_label: Control,
    entry: Control,
    proceed: Control,
    retry: Control,
    leave: Control,
    fonts: RefCell<Fonts>,
    default: Cell<Option<Key>>,
    painted: RefCell<Option<Picture>>,
}

struct Fonts {
    text: Font,
    headline: Font,
}

impl Face {
    pub(super) fn new(window: Window) -> Self {
        let label = || window.control("STATIC", 0, 0);
        let button =
            |key: Key, style: i32| window.control("BUTTON", WS_TABSTOP | style as u32, key.id());
        let (headline, facts) = (label(), [0; 3].map(|_| (label(), label())));
        let fonts = Fonts { text: window.font(false), headline: window.font(true) };
        // In the order in which Tab goes and screen readers read; what stands before an entry or a
        // bar is its name.
        let face = Self {
            headline,
            facts,
            progress: window.control(PROGRESS_BAR, 0, 0),
            amount: label(),
            detail: label(),
            entry_label: label(),
            entry: window.control("EDIT", WS_TABSTOP | WS_BORDER | ES_AUTOHSCROLL as u32, 0),
            proceed: button(Key::Proceed, BS_DEFPUSHBUTTON),
            retry: button(Key::Retry, BS_PUSHBUTTON),
            leave: button(Key::Leave, BS_PUSHBUTTON),
            fonts: RefCell::new(fonts),
            default: Cell::new(None),
            painted: RefCell::new(None),
            window,
        };
        face.dress();
        face.leave.set_visible(true);
        face.headline.set_visible(true);
        face
    }

    fn all(&self) -> impl Iterator<Item = &Control> {
        let facts = self.facts.iter().flat_map(|(name, value)| [name, value]);
        let rest = [
            &self.progress,
            &self.amount,
            &self.detail,
            &self.entry_label,
            &self.entry,
            &self.proceed,
            &self.retry,
            &self.leave,
        ];
        facts.chain(rest)
    }

    fn dress(&self) {
        let fonts = self.fonts.borrow();
        self.all().for_each(|control| control.set_font(&fonts.text));
        self.headline.set_font(&fonts.headline);
    }

    /// What was typed.
    pub(super) fn entered(&self) -> String {
        self.entry.text()
    }

    pub(super) fn focus_entry(&self) {
        self.entry.focus();
    }

    /// What Enter presses.
    pub(super) fn default_key(&self) -> Option<Key> {
        self.default.get()
    }

    /// The window has come to a finer or coarser monitor.
    pub(super) fn resolution_changed(&self) {
        let fonts = Fonts { text: self.window.font(false), headline: self.window.font(true) };
        let before = self.fonts.replace(fonts);
        self.dress();
        drop(before);
        self.painted.replace(None);
    }

    /// Shows a picture; touches only what has changed since the last.
    pub(super) fn paint(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let before = self.painted.replace(Some(picture.clone()));
        if before.as_ref() == Some(picture) {
            return;
        }
        self.paint_texts(texts, portal, picture);
        let thousandths = match &picture.progress {
            Progress::Hidden => Some(0),
            Progress::Busy => None,
            Progress::Part(part, _) => Some((part * 1000.0) as u32),
        };
        self.progress.set_progress(thousandths);
        self.default.set(match picture {
            Picture { retry: true, .. } => Some(Key::Retry),
            Picture { entry: Some(_), .. } => Some(Key::Proceed),
            _ => None,
        });
        self.arrange(picture);
        let moved = before.is_none_or(|before| {
            before.is_error != picture.is_error || before.entry != picture.entry
        });
        if moved {
            self.focus(picture);
        }
    }

    fn paint_texts(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let session = picture.session.as_ref();
        let values = [
            (texts.portal, Some(portal)),
            (texts.company, session.map(|session| session.company.as_str())),
            (texts.agent, session.map(|session| session.agent.as_str())),
        ];
        for ((name, value), (word, text)) in self.facts.iter().zip(values) {
            name.set_text(word);
            value.set_text(&plain(text.unwrap_or_default()));
        }
        self.window.set_title(texts.title);
        self.headline.set_text(&plain(&picture.headline));
        self.detail.set_text(&plain(&picture.detail));
        self.progress.set_text(texts.progress);
        let amount = match &picture.progress {
            Progress::Part(_, words) => words.as_str(),
            Progress::Hidden | Progress::Busy => "",
        };
        self.amount.set_text(amount);
        self.entry_label.set_text(&with_mnemonic(picture.entry.unwrap_or_default()));
        self.proceed.set_text(&with_mnemonic(texts.proceed));
        self.retry.set_text(&with_mnemonic(texts.retry));
        self.leave.set_text(&with_mnemonic(if picture.running {
            texts.cancel
        } else {
            texts.close
        }));
    }

    /// Puts everything that is to be seen below one another, and hides the rest.
    fn arrange(&self, picture: &Picture) {
        let scaled = |length: i32| length * self.window.dots_per_inch() as i32 / 96;
        let (margin, gap) = (scaled(MARGIN), scaled(GAP));
        let inner = scaled(WIDTH) - 2 * margin;
        let fonts = self.fonts.borrow();
        let mut y = margin;
        let mut stack = |control: &Control, font: &Font, shown: bool| {
            control.set_visible(shown);
            if shown {
                let (_, height) = self.window.measure(&control.text(), font, inner);
                control.place(margin, y, inner, height);
                y += height + gap;
            }
        };
        stack(&self.headline, &fonts.headline, true);
        y = self.arrange_facts(y, margin, inner, picture.session.is_some(), &fonts.text);
        let has_bar = picture.progress != Progress::Hidden;
        self.progress.set_visible(has_bar);
        if has_bar {
            self.progress.place(margin, y, inner, scaled(BAR));
            y += scaled(BAR) + gap;
        }
        let mut stack = |control: &Control, shown: bool| {
            control.set_visible(shown);
            if shown {
                let (_, height) = self.window.measure(&control.text(), &fonts.text, inner);
                control.place(margin, y, inner, height);
                y += height + gap;
            }
        };
        stack(&self.amount, matches!(picture.progress, Progress::Part(..)));
        stack(&self.detail, !picture.detail.is_empty());
        y = self.arrange_entry(y, picture.entry.is_some(), &fonts.text);
        let (width, height) = (scaled(BUTTON.0), scaled(BUTTON.1));
        let right = margin + inner - width;
        self.leave.place(right, y, width, height);
        self.retry.set_visible(picture.retry);
        self.retry.place(right - width - gap, y, width, height);
        self.window.resize(scaled(WIDTH), y + height + margin);
    }

    /// Names on the left, what they name on the right; gives where the next row begins.
    fn arrange_facts(&self, y: i32, margin: i32, inner: i32, session: bool, font: &Font) -> i32 {
        let names =
            self.facts.iter().map(|(name, _)| self.window.measure(&name.text(), font, inner).0);
        let column = names.max().unwrap_or_default() + margin / 2;
        let mut y = y;
        for (row, (name, value)) in self.facts.iter().enumerate() {
            let shown = row == 0 || session;
            name.set_visible(shown);
            value.set_visible(shown);
            if shown {
                let (_, height) = self.window.measure(&value.text(), font, inner - column);
                name.place(margin, y, column, height);
                value.place(margin + column, y, inner - column, height);
                y += height + margin / 4;
            }
        }
        y + margin / 2
    }

    /// Label, entry and button in one row; gives where the next row begins.
    fn arrange_entry(&self, y: i32, shown: bool, font: &Font) -> i32 {
        let scaled = |length: i32| length * self.window.dots_per_inch() as i32 / 96;
        for control in [&self.entry_label, &self.entry, &self.proceed] {
            control.set_visible(shown);
        }
        if !shown {
            return y;
        }
        let (margin, gap) = (scaled(MARGIN), scaled(GAP) / 2);
        let (button, height) = (scaled(BUTTON.0), scaled(BUTTON.1));
        let inner = scaled(WIDTH) - 2 * margin;
        let (label, line) = self.window.measure(&self.entry_label.text(), font, inner);
        self.entry_label.place(margin, y + (height - line) / 2, label, line);
        let entry = inner - label - button - 2 * gap;
        self.entry.place(margin + label + gap, y, entry, height);
        self.proceed.place(margin + inner - button, y, button, height);
        y + height + scaled(GAP)
    }

    /// Puts the keyboard where it is needed next, and has errors read out.
    fn focus(&self, picture: &Picture) {
        if picture.retry {
            self.retry.focus();
        } else if picture.entry.is_some() {
            self.entry.focus();
        } else {
            self.leave.focus();
        }
        if picture.is_error {
            self.detail.announce();
        }
    }
}

/// A text in which `&` means nothing.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

/// A label whose letter after the underscore works with Alt.
fn with_mnemonic(label: &str) -> String {
    plain(label).replacen('_', "&", 1)
}
