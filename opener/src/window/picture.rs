//! What can be seen and pressed in the window at one moment, as plain data. A scene works it out,
//! each system's module paints exactly this.

use crate::SessionInfo;

/// How the progress bar stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Progress {
    /// It isn't there.
    Hidden,
    /// Something happens, nobody knows how long.
    Busy,
    /// This part of the whole, and the same in words: sizes, and the time that is left.
    Part(f64, String),
}

/// What can be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Nothing.
    None,
    /// A code, under this label; a button of its own stands beside it.
    Code(&'static str),
    /// User name and password for the proxy.
    SignIn,
}

/// What a button in the bottom row does, besides the one that leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The same again.
    Retry,
    /// Goes on with the session that is shown.
    GoOn,
    /// Signs in to the proxy.
    SignIn,
    /// Starts the app that is there already.
    UseOlderApp,
    /// Removes everything.
    Remove,
}

/// A button in the bottom row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Button {
    /// What it does.
    pub(crate) action: Action,
    /// What it says.
    pub(crate) label: &'static str,
}

/// Everything that can be seen or pressed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Picture {
    /// One short line.
    pub(crate) headline: String,
    /// One or more sentences; may be empty.
    pub(crate) detail: String,
    /// Whether `detail` is about an error.
    pub(crate) is_error: bool,
    /// Whether the portal's address is shown, and company and agent where they are known.
    pub(crate) has_facts: bool,
    /// Company and agent, once known.
    pub(crate) session: Option<SessionInfo>,
    /// The progress bar.
    pub(crate) progress: Progress,
    /// What can be typed.
    pub(crate) form: Form,
    /// What Enter presses as soon as the picture is settled, unless a code is typed and there is
    /// none.
    pub(crate) primary: Option<Button>,
    /// A second way.
    pub(crate) second: Option<Button>,
    /// What the button that leaves says; `None` where nobody can leave.
    pub(crate) leave: Option<&'static str>,
    /// Another number asks for the keyboard to go where it is needed next.
    pub(crate) moment: u32,
    /// Whether this moment has lasted long enough to be seen. Until then Enter presses nothing: it
    /// was meant for what was there before.
    pub(crate) is_settled: bool,
    /// What a screen reader says as soon as it is another text than before.
    pub(crate) announcement: String,
}

/// The keys of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Beside the entry for a code.
    Proceed,
    /// See [`Picture::primary`].
    Primary,
    /// See [`Picture::second`].
    Second,
    /// Cancels or closes; Escape and the window's own cross are the same.
    Leave,
}

/// Where the keyboard is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// The entry for a code.
    Code,
    /// The entry for the user name of the proxy.
    User,
    /// A button.
    Key(Key),
    /// Nowhere, so that neither Enter nor Space presses anything.
    Nothing,
}

impl Picture {
    /// Where the keyboard is needed first. While something is under way it is needed nowhere: the
    /// button that leaves would take back what was just begun. Escape leaves all the same.
    pub(crate) const fn focus(&self) -> Focus {
        match (&self.form, self.primary) {
            (Form::SignIn, _) => Focus::User,
            (Form::Code(_), None) => Focus::Code,
            _ if !self.is_settled => Focus::Nothing,
            (_, Some(_)) => Focus::Key(Key::Primary),
            (Form::None, None) if matches!(self.progress, Progress::Hidden) => {
                Focus::Key(Key::Leave)
            }
            (Form::None, None) => Focus::Nothing,
        }
    }

    /// What Enter presses.
    pub(crate) const fn default_key(&self) -> Option<Key> {
        match (&self.form, self.primary) {
            _ if !self.is_settled => None,
            (_, Some(_)) => Some(Key::Primary),
            (Form::Code(_), None) => Some(Key::Proceed),
            _ => None,
        }
    }
}

/// What was typed when a key was pressed.
#[derive(Default)]
pub(crate) struct Fields {
    /// The code.
    pub(crate) code: String,
    /// The user name for the proxy.
    pub(crate) user: String,
    /// The password for the proxy.
    pub(crate) password: String,
}
