//! Where the controls stand: one column, everything that is to be seen below one another, at the
//! scale of the window's monitor.

use super::controls::{Control, Font};
use super::face::Face;
use crate::window::picture::{Form, Picture, Progress};

/// Lengths at 96 dots an inch.
const WIDTH: i32 = 420;
const MARGIN: i32 = 18;
const GAP: i32 = 12;
const BAR: i32 = 18;
/// A button's height, and what it has beside its words.
const BUTTON: i32 = 26;
const BUTTON_PADDING: i32 = 30;
const BUTTON_WIDTH: i32 = 88;
/// What an entry is higher than its line.
const ENTRY_PADDING: i32 = 7;

/// The place below what has been put already.
struct Column<'a> {
    face: &'a Face,
    font: &'a Font,
    margin: i32,
    inner: i32,
    gap: i32,
    y: i32,
}

impl Face {
    fn scaled(&self, length: i32) -> i32 {
        length * self.window.dots_per_inch() as i32 / 96
    }

    /// Puts everything that is to be seen in its place, and hides the rest.
    pub(super) fn arrange(&self, picture: &Picture) {
        let fonts = self.fonts.borrow();
        let margin = self.scaled(MARGIN);
        let mut column = Column {
            face: self,
            font: &fonts.text,
            margin,
            inner: self.scaled(WIDTH) - 2 * margin,
            gap: self.scaled(GAP),
            y: margin,
        };
        column.words(&self.headline, &fonts.headline, true);
        column.facts(picture);
        column.words(&self.detail, &fonts.text, !picture.detail.is_empty());
        column.bar(picture.progress != Progress::Hidden);
        column.words(&self.amount, &fonts.text, matches!(picture.progress, Progress::Part(..)));
        column.code(matches!(picture.form, Form::Code(_)));
        column.sign_in(picture.form == Form::SignIn);
        column.buttons(picture);
        self.window.resize(self.scaled(WIDTH), column.y + margin);
    }
}

impl Column<'_> {
    fn words(&mut self, control: &Control, font: &Font, shown: bool) {
        control.set_visible(shown);
        if shown {
            let (_, height) = self.face.window.measure(&control.text(), font, self.inner);
            control.place(self.margin, self.y, self.inner, height);
            self.y += height + self.gap;
        }
    }

    /// Names on the left, what they name on the right.
    fn facts(&mut self, picture: &Picture) {
        let face = self.face;
        let width = |(name, _): &(Control, Control)| {
            face.window.measure(&name.text(), self.font, self.inner).0
        };
        let names = face.facts.iter().map(width).max().unwrap_or_default() + self.margin / 2;
        for (row, (name, value)) in face.facts.iter().enumerate() {
            let shown = picture.has_facts && (row == 0 || picture.session.is_some());
            name.set_visible(shown);
            value.set_visible(shown);
            if shown {
                let room = self.inner - names;
                let (_, height) = face.window.measure(&value.text(), self.font, room);
                name.place(self.margin, self.y, names, height);
                value.place(self.margin + names, self.y, room, height);
                self.y += height + self.margin / 4;
            }
        }
        if picture.has_facts {
            self.y += self.margin / 2;
        }
    }

    /// The bar; its name has no size, but is there for screen readers.
    fn bar(&mut self, shown: bool) {
        self.face.progress_name.set_visible(shown);
        self.face.progress.set_visible(shown);
        if shown {
            let height = self.face.scaled(BAR);
            self.face.progress.place(self.margin, self.y, self.inner, height);
            self.y += height + self.gap;
        }
    }

    /// Label, entry and button in one row.
    fn code(&mut self, shown: bool) {
        let (label, entry) = &self.face.code;
        for control in [label, entry, &self.face.proceed] {
            control.set_visible(shown);
        }
        if shown {
            let (name, _) = self.face.window.measure(&label.text(), self.font, self.inner);
            let button = self.button_width(&self.face.proceed);
            self.field(&self.face.code, name, self.inner - button - self.gap / 2);
            let x = self.margin + self.inner - button;
            self.face.proceed.place(x, self.y, button, self.face.scaled(BUTTON));
            self.y += self.face.scaled(BUTTON) + self.gap;
        }
    }

    /// User name and password, their labels in one column.
    fn sign_in(&mut self, shown: bool) {
        let face = self.face;
        let both = [&face.user, &face.password];
        let width = |(label, _): &&(Control, Control)| {
            face.window.measure(&label.text(), self.font, self.inner).0
        };
        let name = both.iter().map(width).max().unwrap_or_default();
        for pair in both {
            pair.0.set_visible(shown);
            pair.1.set_visible(shown);
            if shown {
                self.field(pair, name, self.inner);
                self.y += face.scaled(BUTTON) + self.gap / 2;
            }
        }
        if shown {
            self.y += self.gap / 2;
        }
    }

    /// A label of this width and its entry, as wide as this together.
    fn field(&self, (label, entry): &(Control, Control), name: i32, width: i32) {
        let height = self.face.scaled(BUTTON);
        let (_, line) = self.face.window.measure(&label.text(), self.font, self.inner);
        label.place(self.margin, self.y + (height - line) / 2, name, line);
        let start = name + self.gap / 2;
        let tall = line + self.face.scaled(ENTRY_PADDING);
        let y = self.y + (height - tall) / 2;
        entry.place(self.margin + start, y, width - start, tall);
    }

    /// The bottom row, from the right.
    fn buttons(&mut self, picture: &Picture) {
        let face = self.face;
        let height = face.scaled(BUTTON);
        let mut right = self.margin + self.inner;
        for (button, shown) in [
            (&face.leave, picture.leave.is_some()),
            (&face.primary, picture.primary.is_some()),
            (&face.second, picture.second.is_some()),
        ] {
            button.set_visible(shown);
            if shown {
                let width = self.button_width(button);
                button.place(right - width, self.y, width, height);
                right -= width + self.gap / 2;
            }
        }
        self.y += height;
    }

    fn button_width(&self, button: &Control) -> i32 {
        let (words, _) = self.face.window.measure(&button.text(), self.font, self.inner);
        (words + self.face.scaled(BUTTON_PADDING)).max(self.face.scaled(BUTTON_WIDTH))
    }
}
