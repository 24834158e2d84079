//! The widgets of the window and how a picture is put on them. Knows nothing of hand-offs.

use std::cell::RefCell;

use gtk::atk;
use gtk::glib::subclass::SignalId;
use gtk::pango::{AttrFloat, AttrInt, AttrList, Weight};
use gtk::prelude::*;
use gtk::{Align, Box as Row, Button, Grid, Label, Orientation, ProgressBar, Window};

use super::forms::Forms;
use crate::texts::Texts;
use crate::window::picture::{Action, Fields, Focus, Key, Picture, Progress};

/// The least width, in pixels that GTK scales for fine screens.
const WIDTH: i32 = 420;
/// Around everything.
const MARGIN: i32 = 18;
/// Between groups.
pub(super) const GAP: i32 = 12;
/// Characters in a line of a sentence.
const LINE_CHARS: i32 = 52;
/// How far a busy bar moves at each look.
const PULSE: f64 = 0.03;
/// GTK's names of the looks of the button that Enter presses.
const SUGGESTED: &str = "suggested-action";
const DESTRUCTIVE: &str = "destructive-action";
/// The signal of ATK 2.46 and later by which a screen reader is given something to say.
const ANNOUNCEMENT: &str = "announcement";

/// The window and all in it that changes.
pub(super) struct Face {
    pub(super) window: Window,
    headline: Label,
    facts: Grid,
    rows: [Fact; 3],
    detail: Label,
    progress: ProgressBar,
    amount: Label,
    forms: Forms,
    primary: Button,
    second: Button,
    leave: Button,
    painted: RefCell<Option<Picture>>,
}

/// A name and what it names: portal, company, agent.
struct Fact {
    name: Label,
    value: Label,
}

impl Face {
    pub(super) fn new() -> Self {
        let headline = sentence_label();
        let attributes = AttrList::new();
        attributes.insert(AttrInt::new_weight(Weight::Bold));
        attributes.insert(AttrFloat::new_scale(1.3));
        headline.set_attributes(Some(&attributes));
        let facts = Grid::builder().column_spacing(GAP).row_spacing(4).build();
        let rows = [0; 3].map(|_| Fact::new());
        // A grid tells its children last first; so they are read in their order.
        for (row, fact) in rows.iter().enumerate().rev() {
            facts.attach(&fact.value, 1, row as i32, 1, 1);
            facts.attach(&fact.name, 0, row as i32, 1, 1);
        }
        let face = Self {
            window: Window::new(gtk::WindowType::Toplevel),
            headline,
            rows,
            facts,
            detail: sentence_label(),
            progress: ProgressBar::builder().pulse_step(PULSE).build(),
            amount: Label::builder().xalign(1.0).build(),
            forms: Forms::new(),
            primary: Button::builder().use_underline(true).can_default(true).build(),
            second: Button::builder().use_underline(true).build(),
            leave: Button::builder().use_underline(true).build(),
            painted: RefCell::new(None),
        };
        face.arrange();
        face
    }

    /// Puts everything below one another, in the order in which Tab goes and screen readers read.
    fn arrange(&self) {
        let buttons = row();
        buttons.set_halign(Align::End);
        buttons.set_margin_top(GAP / 2);
        for button in [&self.second, &self.primary, &self.leave] {
            buttons.pack_start(button, false, false, 0);
        }
        let column = Row::builder().orientation(Orientation::Vertical).spacing(GAP).build();
        column.set_border_width(MARGIN as u32);
        column.pack_start(&self.headline, false, false, 0);
        column.pack_start(&self.facts, false, false, 0);
        column.pack_start(&self.detail, false, false, 0);
        column.pack_start(&self.progress, false, false, 0);
        column.pack_start(&self.amount, false, false, 0);
        self.forms.join(&column);
        column.pack_end(&buttons, false, false, 0);
        self.window.set_size_request(WIDTH, -1);
        self.window.set_position(gtk::WindowPosition::Center);
        self.window.set_icon_name(Some("preferences-desktop-remote-desktop"));
        self.window.add(&column);
        column.show_all();
    }

    pub(super) fn show(&self) {
        self.window.present();
    }

    /// The button of a key.
    pub(super) fn button(&self, key: Key) -> &Button {
        match key {
            Key::Proceed => &self.forms.proceed,
            Key::Primary => &self.primary,
            Key::Second => &self.second,
            Key::Leave => &self.leave,
        }
    }

    /// What was typed; the password is forgotten here.
    pub(super) fn fields(&self) -> Fields {
        self.forms.take()
    }

    /// Shows a picture; touches only what has changed since the last.
    pub(super) fn paint(&self, texts: &Texts, portal: &str, picture: &Picture) {
        if picture.progress == Progress::Busy {
            self.progress.pulse();
        }
        let before = self.painted.replace(Some(picture.clone()));
        if before.as_ref() == Some(picture) {
            return;
        }
        self.paint_facts(texts, portal, picture);
        self.paint_words(texts, picture);
        self.paint_progress(texts, &picture.progress);
        self.forms.paint(texts, &picture.form);
        self.paint_buttons(picture);
        self.lead_keyboard(before.as_ref(), picture);
        if before.is_none_or(|before| before.announcement != picture.announcement) {
            self.announce(&picture.announcement);
        }
        // Back to the least height that holds what is left.
        self.window.resize(self.window.size().0.max(WIDTH), 1);
    }

    fn paint_facts(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let session = picture.session.as_ref();
        let [portal_row, company, agent] = &self.rows;
        portal_row.paint(texts.portal, Some(portal));
        company.paint(texts.company, session.map(|session| session.company.as_str()));
        agent.paint(texts.agent, session.map(|session| session.agent.as_str()));
        self.facts.set_visible(picture.has_facts);
    }

    fn paint_words(&self, texts: &Texts, picture: &Picture) {
        self.window.set_title(texts.title);
        self.headline.set_text(&picture.headline);
        self.detail.set_text(&picture.detail);
        self.detail.set_visible(!picture.detail.is_empty());
        if let Some(accessible) = self.detail.accessible() {
            let role = if picture.is_error { atk::Role::Alert } else { atk::Role::Label };
            accessible.set_role(role);
        }
    }

    fn paint_progress(&self, texts: &Texts, progress: &Progress) {
        self.progress.set_visible(*progress != Progress::Hidden);
        self.amount.set_visible(matches!(progress, Progress::Part(..)));
        let accessible = self.progress.accessible();
        if let Some(accessible) = &accessible {
            accessible.set_name(texts.progress);
        }
        if let Progress::Part(part, words) = progress {
            self.progress.set_fraction(*part);
            self.amount.set_text(words);
            if let Some(accessible) = &accessible {
                accessible.set_description(words);
            }
        }
    }

    fn paint_buttons(&self, picture: &Picture) {
        let all = [
            (&self.primary, picture.primary.map(|button| button.label)),
            (&self.second, picture.second.map(|button| button.label)),
            (&self.leave, picture.leave),
        ];
        for (button, label) in all {
            button.set_visible(label.is_some());
            button.set_label(label.unwrap_or_default());
        }
        let removes = picture.primary.is_some_and(|button| button.action == Action::Remove);
        let style = self.primary.style_context();
        style.remove_class(if removes { SUGGESTED } else { DESTRUCTIVE });
        style.add_class(if removes { DESTRUCTIVE } else { SUGGESTED });
        if let Some(accessible) = self.primary.accessible() {
            // Read out after the button's own name when the keyboard comes to it.
            accessible.set_description(&picture.detail);
        }
    }

    /// Puts the keyboard where it is needed next, at each moment once: who has gone elsewhere stays
    /// there.
    fn lead_keyboard(&self, before: Option<&Picture>, picture: &Picture) {
        match picture.default_key() {
            Some(key) => self.button(key).grab_default(),
            None => self.window.set_default(None::<&Button>),
        }
        let is_new = before.is_none_or(|before| before.moment != picture.moment);
        let is_settling = before.is_some_and(|before| before.focus() != picture.focus())
            && self.window.focused_widget().is_none();
        if is_new || is_settling {
            match picture.focus() {
                Focus::Key(key) => self.button(key).grab_focus(),
                Focus::Nothing => self.window.set_focus(None::<&Button>),
                entry => self.forms.focus(entry),
            }
        }
    }

    /// Gives screen readers something to say, where their interface can take it.
    fn announce(&self, words: &str) {
        let Some(accessible) = self.window.accessible() else { return };
        if SignalId::lookup(ANNOUNCEMENT, accessible.type_()).is_some() {
            accessible.emit_by_name::<()>(ANNOUNCEMENT, &[&words]);
        }
    }
}

impl Fact {
    fn new() -> Self {
        let name = Label::builder().xalign(0.0).yalign(0.0).build();
        name.style_context().add_class("dim-label");
        let value = Label::builder()
            .xalign(0.0)
            .hexpand(true)
            .selectable(true)
            .can_focus(false)
            .wrap(true)
            .wrap_mode(gtk::pango::WrapMode::WordChar)
            .max_width_chars(LINE_CHARS / 2)
            .build();
        Self { name, value }
    }

    fn paint(&self, name: &str, value: Option<&str>) {
        self.name.set_text(name);
        self.value.set_text(value.unwrap_or_default());
        self.name.set_visible(value.is_some());
        self.value.set_visible(value.is_some());
        if let Some(accessible) = self.value.accessible() {
            accessible.set_name(&format!("{name}: {}", value.unwrap_or_default()));
        }
    }
}

pub(super) fn row() -> Row {
    Row::builder().orientation(Orientation::Horizontal).spacing(GAP / 2).build()
}

fn sentence_label() -> Label {
    Label::builder()
        .xalign(0.0)
        .wrap(true)
        .wrap_mode(gtk::pango::WrapMode::WordChar)
        .max_width_chars(LINE_CHARS)
        .build()
}
