//! The widgets of the window and how a picture is put on them. Knows nothing of hand-offs.

use std::cell::RefCell;

use gtk::pango::{AttrFloat, AttrInt, AttrList, Weight};
use gtk::prelude::*;
use gtk::{Align, Box as Row, Button, Entry, Grid, Label, Orientation, ProgressBar, Window};

use crate::texts::Texts;
use crate::window::picture::{Picture, Progress};

/// The least width, in pixels that GTK scales for fine screens.
const WIDTH: i32 = 420;
/// Around everything.
const MARGIN: i32 = 18;
/// Between groups.
const GAP: i32 = 12;
/// Characters in a line of a sentence.
const LINE_CHARS: i32 = 52;
/// How far a busy bar moves at each look.
const PULSE: f64 = 0.03;

/// The window and all in it that changes.
pub(super) struct Face {
    pub(super) window: Window,
    pub(super) entry: Entry,
    pub(super) proceed: Button,
    pub(super) retry: Button,
    pub(super) leave: Button,
    headline: Label,
    facts: [Fact; 3],
    detail: Label,
    progress: ProgressBar,
    amount: Label,
    entry_row: Row,
    entry_label: Label,
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
        let detail = sentence_label();
        let progress = ProgressBar::builder().pulse_step(PULSE).build();
        let amount = Label::builder().xalign(1.0).build();

        let grid = Grid::builder().column_spacing(GAP).row_spacing(4).build();
        let facts = [0, 1, 2].map(|row| Fact::new(&grid, row));

        let entry = Entry::builder()
            .placeholder_text("XXXX-XXXX-XXXX")
            .max_length(40)
            .width_chars(18)
            .activates_default(true)
            .hexpand(true)
            .build();
        let entry_label = Label::builder().use_underline(true).mnemonic_widget(&entry).build();
        let proceed = Button::builder().use_underline(true).can_default(true).build();
        let entry_row = row();
        entry_row.pack_start(&entry_label, false, false, 0);
        entry_row.pack_start(&entry, true, true, 0);
        entry_row.pack_start(&proceed, false, false, 0);

        let retry = Button::builder().use_underline(true).can_default(true).build();
        let leave = Button::builder().use_underline(true).build();
        let buttons = row();
        buttons.set_halign(Align::End);
        buttons.set_margin_top(GAP / 2);
        buttons.pack_start(&retry, false, false, 0);
        buttons.pack_start(&leave, false, false, 0);

        let column = Row::builder().orientation(Orientation::Vertical).spacing(GAP).build();
        column.set_border_width(MARGIN as u32);
        column.pack_start(&headline, false, false, 0);
        column.pack_start(&grid, false, false, 0);
        column.pack_start(&progress, false, false, 0);
        column.pack_start(&amount, false, false, 0);
        column.pack_start(&detail, false, false, 0);
        column.pack_start(&entry_row, false, false, 0);
        column.pack_end(&buttons, false, false, 0);

        let window = Window::new(gtk::WindowType::Toplevel);
        window.set_size_request(WIDTH, -1);
        window.set_position(gtk::WindowPosition::Center);
        window.set_icon_name(Some("preferences-desktop-remote-desktop"));
        window.add(&column);
        column.show_all();
        Self {
            window,
            entry,
            proceed,
            retry,
            leave,
            headline,
            facts,
            detail,
            progress,
            amount,
            entry_row,
            entry_label,
            painted: RefCell::new(None),
        }
    }

    pub(super) fn show(&self) {
        self.window.present();
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
        self.paint_texts(texts, portal, picture);
        self.paint_progress(&picture.progress);
        self.entry_row.set_visible(picture.entry.is_some());
        self.retry.set_visible(picture.retry);
        let moved = before.is_none_or(|before| {
            before.is_error != picture.is_error || before.entry != picture.entry
        });
        if moved {
            self.focus(picture);
        }
        // Back to the least height that holds what is left.
        self.window.resize(self.window.size().0.max(WIDTH), 1);
    }

    fn paint_texts(&self, texts: &Texts, portal: &str, picture: &Picture) {
        self.window.set_title(texts.title);
        self.headline.set_text(&picture.headline);
        self.detail.set_text(&picture.detail);
        self.detail.set_visible(!picture.detail.is_empty());
        if let Some(accessible) = self.detail.accessible() {
            let role = if picture.is_error { gtk::atk::Role::Alert } else { gtk::atk::Role::Label };
            accessible.set_role(role);
        }
        let session = picture.session.as_ref();
        let [portal_fact, company, agent] = &self.facts;
        portal_fact.paint(texts.portal, Some(portal));
        company.paint(texts.company, session.map(|session| session.company.as_str()));
        agent.paint(texts.agent, session.map(|session| session.agent.as_str()));
        self.entry_label.set_label(picture.entry.unwrap_or_default());
        self.proceed.set_label(texts.proceed);
        self.retry.set_label(texts.retry);
        self.leave.set_label(if picture.running { texts.cancel } else { texts.close });
        if let Some(accessible) = self.progress.accessible() {
            accessible.set_name(texts.progress);
        }
    }

    fn paint_progress(&self, progress: &Progress) {
        self.progress.set_visible(*progress != Progress::Hidden);
        self.amount.set_visible(matches!(progress, Progress::Part(..)));
        if let Progress::Part(part, words) = progress {
            self.progress.set_fraction(*part);
            self.amount.set_text(words);
            if let Some(accessible) = self.progress.accessible() {
                accessible.set_description(words);
            }
        }
    }

    /// Puts the keyboard where it is needed next.
    fn focus(&self, picture: &Picture) {
        if picture.retry {
            self.retry.grab_default();
            self.retry.grab_focus();
        } else if picture.entry.is_some() {
            self.proceed.grab_default();
            self.entry.grab_focus();
        } else {
            self.leave.grab_focus();
        }
    }
}

impl Fact {
    fn new(grid: &Grid, row: i32) -> Self {
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
        grid.attach(&name, 0, row, 1, 1);
        grid.attach(&value, 1, row, 1, 1);
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

fn row() -> Row {
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
