//! What can be typed: a code, or user name and password for the proxy. Each entry has its label as
//! its name, for the letter with Alt and for screen readers.

use gtk::prelude::*;
use gtk::{Box as Row, Button, Entry, Grid, InputPurpose, Label};

use super::face::{GAP, row};
use crate::texts::Texts;
use crate::window::picture::{Fields, Focus, Form};

/// Characters of a code with all that people put into it.
const CODE_CHARS: i32 = 40;
/// Characters of a user name or password.
const FIELD_CHARS: i32 = 256;

/// The two forms; at most one of them is seen.
pub(super) struct Forms {
    pub(super) proceed: Button,
    code_row: Row,
    code_label: Label,
    code: Entry,
    sign_in: Grid,
    user_label: Label,
    user: Entry,
    password_label: Label,
    password: Entry,
}

impl Forms {
    pub(super) fn new() -> Self {
        let code = entry(CODE_CHARS);
        code.set_placeholder_text(Some("XXXX-XXXX-XXXX"));
        let code_label = label_of(&code);
        let proceed = Button::builder().use_underline(true).can_default(true).build();
        let code_row = row();
        code_row.pack_start(&code_label, false, false, 0);
        code_row.pack_start(&code, true, true, 0);
        code_row.pack_start(&proceed, false, false, 0);

        let (user, password) = (entry(FIELD_CHARS), entry(FIELD_CHARS));
        password.set_visibility(false);
        password.set_input_purpose(InputPurpose::Password);
        let (user_label, password_label) = (label_of(&user), label_of(&password));
        let sign_in = Grid::builder().column_spacing(GAP).row_spacing(GAP / 2).build();
        let rows = [(&user_label, &user), (&password_label, &password)];
        // A grid tells its children last first; so they are read in their order.
        for (row, (label, entry)) in rows.into_iter().enumerate().rev() {
            sign_in.attach(entry, 1, row as i32, 1, 1);
            sign_in.attach(label, 0, row as i32, 1, 1);
        }
        Self {
            proceed,
            code_row,
            code_label,
            code,
            sign_in,
            user_label,
            user,
            password_label,
            password,
        }
    }

    /// Puts both into a column.
    pub(super) fn join(&self, column: &Row) {
        column.pack_start(&self.code_row, false, false, 0);
        column.pack_start(&self.sign_in, false, false, 0);
    }

    /// What was typed; the password is forgotten here.
    pub(super) fn take(&self) -> Fields {
        let fields = Fields {
            code: self.code.text().to_string(),
            user: self.user.text().to_string(),
            password: self.password.text().to_string(),
        };
        self.password.set_text("");
        fields
    }

    pub(super) fn paint(&self, texts: &Texts, form: &Form) {
        self.code_row.set_visible(matches!(form, Form::Code(_)));
        self.sign_in.set_visible(*form == Form::SignIn);
        if let Form::Code(label) = form {
            name(&self.code_label, &self.code, label);
        }
        name(&self.user_label, &self.user, texts.user);
        name(&self.password_label, &self.password, texts.password);
        self.proceed.set_label(texts.proceed);
    }

    /// Gives an entry the keyboard; a user name that is there already leaves the password.
    pub(super) fn focus(&self, focus: Focus) {
        match focus {
            Focus::Code => self.code.grab_focus(),
            Focus::User if self.user.text().is_empty() => self.user.grab_focus(),
            Focus::User => self.password.grab_focus(),
            Focus::Key(_) | Focus::Nothing => {}
        }
    }
}

fn entry(chars: i32) -> Entry {
    Entry::builder().max_length(chars).width_chars(18).activates_default(true).hexpand(true).build()
}

/// Gives a label and its entry their name.
fn name(label: &Label, entry: &Entry, text: &str) {
    label.set_label(text);
    if let Some(accessible) = entry.accessible() {
        accessible.set_name(&text.replacen('_', "", 1));
    }
}

fn label_of(entry: &Entry) -> Label {
    Label::builder().use_underline(true).mnemonic_widget(entry).xalign(0.0).build()
}
