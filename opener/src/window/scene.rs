//! What the window knows, and the picture that follows from it. No window code and no clock: time
//! is an argument.

use std::time::{Duration, Instant};

use corporate_protocol::Language;

use super::Outcome;
use super::picture::{Action, Button, Form, Picture, Progress};
use super::remaining::Remaining;
use crate::texts::{Texts, percent, sentence, sizes, texts, time_left};
use crate::{OpenerError, Remedy, Report, SessionInfo, Step};

/// How long a moment is to be seen before Enter presses anything in it.
const SETTLED: Duration = Duration::from_millis(700);

/// What the window is about, and all that has been reported.
pub(super) struct Scene {
    language: Language,
    portal: String,
    session: Option<SessionInfo>,
    act: Act,
    /// Whether the user is asked for their word, and whether they have given it.
    asks: bool,
    confirmed: bool,
    /// Whether the proxy was shown a name and a password already.
    signed_in: bool,
    remaining: Remaining,
    left: Option<Duration>,
    moment: u32,
    seen: Seen,
}

/// How long the moment has been seen.
#[derive(Clone, Copy)]
enum Seen {
    NotYet,
    Since(Instant),
    LongEnough,
}

enum Act {
    /// Waits for a code.
    Codeless,
    /// A step is under way.
    Running(Step),
    /// Was stopped and comes to its end.
    Stopping,
    /// Something went wrong.
    Failed(OpenerError),
    /// What was typed is no code; before it, an error may have been shown that Retry helps against.
    Mistyped,
    /// Asks whether everything is to be removed.
    RemovalAsked,
    /// Removes it.
    Removing,
    /// Has removed it.
    Removed,
    /// Could not remove it.
    RemovalFailed(OpenerError),
}

/// What a hand-off that doesn't run has to offer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ways {
    /// It has something to go on with.
    pub(super) can_retry: bool,
    /// An older app can be used.
    pub(super) has_older_app: bool,
}

impl Scene {
    /// A scene that waits for a code for this portal.
    pub(super) fn new(language: Language, portal: String) -> Self {
        Self {
            language,
            portal,
            session: None,
            act: Act::Codeless,
            asks: false,
            confirmed: false,
            signed_in: false,
            remaining: Remaining::default(),
            left: None,
            moment: 0,
            seen: Seen::NotYet,
        }
    }

    /// A scene that asks whether everything is to be removed.
    pub(super) fn of_removal(language: Language) -> Self {
        Self { act: Act::RemovalAsked, ..Self::new(language, String::new()) }
    }

    /// The texts in the language of the moment.
    pub(super) const fn texts(&self) -> &'static Texts {
        texts(self.language)
    }

    /// The portal's address.
    pub(super) fn portal(&self) -> &str {
        &self.portal
    }

    /// The time goes on: a moment that has been seen for a while is settled.
    pub(super) fn look(&mut self, now: Instant) {
        self.seen = match self.seen {
            Seen::NotYet => Seen::Since(now),
            Seen::Since(first) if now.duration_since(first) >= SETTLED => Seen::LongEnough,
            seen => seen,
        };
    }

    /// Whether the moment has been seen for a while.
    pub(super) const fn is_settled(&self) -> bool {
        matches!(self.seen, Seen::LongEnough)
    }

    /// Something else is to be seen from now on.
    const fn turn(&mut self) {
        self.moment += 1;
        self.seen = Seen::NotYet;
    }

    /// A run begins, with another code or from where the last one failed.
    pub(super) fn begin(&mut self, with_new_code: bool) {
        if with_new_code {
            self.session = None;
            self.confirmed = false;
        }
        self.remaining = Remaining::default();
        self.enter(Act::Running(Step::Redeeming));
    }

    /// The user goes on with the session that is shown.
    pub(super) fn confirm(&mut self) {
        self.confirmed = true;
        self.asks = false;
        self.turn();
        if matches!(self.act, Act::Running(Step::Asking)) {
            self.act = Act::Running(Step::Starting);
        }
    }

    /// The proxy will be shown a name and a password.
    pub(super) fn sign_in(&mut self) {
        self.signed_in = true;
    }

    /// What was typed is no code.
    pub(super) fn mistyped(&mut self) {
        self.enter(Act::Mistyped);
    }

    /// The user has pressed Cancel.
    pub(super) fn stop(&mut self) {
        self.enter(Act::Stopping);
    }

    /// The run could not even begin, or was lost.
    pub(super) fn fail(&mut self, error: OpenerError) {
        self.enter(Act::Failed(error));
    }

    /// Everything is being removed.
    pub(super) fn remove(&mut self) {
        self.enter(Act::Removing);
    }

    /// How the removal went.
    pub(super) fn removed(&mut self, result: Result<(), OpenerError>) {
        self.enter(result.map_or_else(Act::RemovalFailed, |()| Act::Removed));
    }

    fn enter(&mut self, act: Act) {
        self.act = act;
        self.asks = false;
        self.turn();
    }

    /// Takes a report; answers with how the window is to be left, if it is.
    pub(super) fn take(&mut self, report: Report, now: Instant) -> Option<Outcome> {
        match report {
            Report::Session(info) => {
                self.language = info.language;
                self.session = Some(info);
            }
            Report::Step(Step::Done) => return Some(Outcome::Started),
            Report::Step(Step::Failed(OpenerError::Cancelled)) => return Some(Outcome::Cancelled),
            Report::Step(Step::Failed(error)) => self.fail(error),
            Report::Step(_) if matches!(self.act, Act::Stopping) => {}
            // It was on its way when the user answered.
            Report::Step(Step::Asking) if self.confirmed => {}
            Report::Step(step) => self.follow(step, now),
        }
        None
    }

    fn follow(&mut self, step: Step, now: Instant) {
        match step {
            Step::Asking if !self.asks => {
                self.asks = true;
                self.turn();
            }
            Step::Downloading { done_bytes, total_bytes } => {
                self.left = self.remaining.look(now, done_bytes, total_bytes);
            }
            _ => {}
        }
        self.act = Act::Running(step);
    }

    /// How the window is left when it is closed now; `None` while it can't be.
    pub(super) const fn outcome(&self) -> Option<Outcome> {
        match self.act {
            // The proxy's question can be left like any other.
            Act::Failed(OpenerError::ProxySignIn(_))
            | Act::Codeless
            | Act::Running(_)
            | Act::Stopping
            | Act::RemovalAsked => Some(Outcome::Cancelled),
            Act::Failed(_) | Act::Mistyped | Act::RemovalFailed(_) => Some(Outcome::Failed),
            Act::Removing => None,
            Act::Removed => Some(Outcome::Removed),
        }
    }

    /// What is to be seen.
    pub(super) fn picture(&self, ways: Ways) -> Picture {
        let mut picture = self.canvas();
        match &self.act {
            Act::Codeless => self.draw_codeless(&mut picture),
            Act::Running(step) if self.asks => self.draw_question(&mut picture, step),
            Act::Running(step) => self.draw_running(&mut picture, step),
            Act::Stopping => {
                self.texts().stopping.clone_into(&mut picture.headline);
                picture.progress = Progress::Busy;
                picture.leave = Some(self.texts().cancel);
            }
            Act::Failed(error) => self.draw_failure(&mut picture, error, ways),
            Act::Mistyped => self.draw_mistyped(&mut picture, ways),
            Act::RemovalAsked | Act::Removing | Act::Removed | Act::RemovalFailed(_) => {
                self.draw_removal(&mut picture);
            }
        }
        picture.announcement = self.announcement(&picture);
        picture
    }

    /// A picture with nothing on it but what doesn't change.
    fn canvas(&self) -> Picture {
        Picture {
            headline: String::new(),
            detail: String::new(),
            is_error: false,
            has_facts: true,
            session: self.session.clone(),
            progress: Progress::Hidden,
            form: Form::None,
            primary: None,
            second: None,
            leave: Some(self.texts().close),
            moment: self.moment,
            is_settled: self.is_settled(),
            announcement: String::new(),
        }
    }

    fn draw_codeless(&self, picture: &mut Picture) {
        let texts = self.texts();
        texts.ask.clone_into(&mut picture.headline);
        texts.ask_detail.clone_into(&mut picture.detail);
        picture.form = Form::Code(texts.code);
    }

    fn draw_question(&self, picture: &mut Picture, step: &Step) {
        let texts = self.texts();
        texts.confirm.clone_into(&mut picture.headline);
        texts.confirm_detail.clone_into(&mut picture.detail);
        picture.primary = Some(Button { action: Action::GoOn, label: texts.proceed });
        picture.leave = Some(texts.cancel);
        if matches!(step, Step::Downloading { .. }) {
            picture.progress = self.progress(step);
        }
    }

    fn draw_running(&self, picture: &mut Picture, step: &Step) {
        let texts = self.texts();
        headline(texts, step).clone_into(&mut picture.headline);
        texts.promise.clone_into(&mut picture.detail);
        picture.progress = self.progress(step);
        picture.leave = Some(texts.cancel);
    }

    fn draw_failure(&self, picture: &mut Picture, error: &OpenerError, ways: Ways) {
        let texts = self.texts();
        texts.failed.clone_into(&mut picture.headline);
        picture.is_error = true;
        picture.detail = sentence(error, self.language, &self.portal);
        match error.remedy() {
            Remedy::ProxySignIn if ways.can_retry => {
                texts.sign_in_headline.clone_into(&mut picture.headline);
                if self.signed_in {
                    texts.sign_in_refused.clone_into(&mut picture.detail);
                }
                picture.is_error = self.signed_in;
                picture.form = Form::SignIn;
                picture.primary = Some(Button { action: Action::SignIn, label: texts.sign_in });
                picture.leave = Some(texts.cancel);
                return;
            }
            Remedy::Retry if ways.can_retry => {
                picture.primary = Some(Button { action: Action::Retry, label: texts.retry });
            }
            _ => {}
        }
        picture.form = Form::Code(texts.other_code);
        if ways.has_older_app {
            picture.detail = format!("{} {}", picture.detail, texts.older_app_detail);
            picture.second =
                Some(Button { action: Action::UseOlderApp, label: texts.use_older_app });
        }
    }

    fn draw_mistyped(&self, picture: &mut Picture, ways: Ways) {
        let texts = self.texts();
        texts.failed.clone_into(&mut picture.headline);
        picture.is_error = true;
        picture.detail = sentence(&OpenerError::CodeInvalid, self.language, &self.portal);
        picture.form = Form::Code(texts.code);
        if ways.can_retry {
            picture.second = Some(Button { action: Action::Retry, label: texts.retry });
        }
    }

    fn draw_removal(&self, picture: &mut Picture) {
        let texts = self.texts();
        picture.has_facts = false;
        match &self.act {
            Act::Removing => {
                texts.removing.clone_into(&mut picture.headline);
                picture.progress = Progress::Busy;
                picture.leave = None;
            }
            Act::Removed => {
                texts.removed.clone_into(&mut picture.headline);
                texts.removed_detail.clone_into(&mut picture.detail);
            }
            Act::RemovalFailed(error) => {
                texts.failed.clone_into(&mut picture.headline);
                picture.is_error = true;
                picture.detail = sentence(error, self.language, &self.portal);
                picture.primary = Some(Button { action: Action::Remove, label: texts.retry });
            }
            _ => {
                texts.removal.clone_into(&mut picture.headline);
                texts.removal_detail.clone_into(&mut picture.detail);
                picture.primary = Some(Button { action: Action::Remove, label: texts.remove });
                picture.leave = Some(texts.cancel);
            }
        }
    }

    fn progress(&self, step: &Step) -> Progress {
        let Step::Downloading { done_bytes, total_bytes } = step else { return Progress::Busy };
        let sizes = sizes(*done_bytes, *total_bytes, self.language);
        let words = match self.left {
            Some(left) => format!("{sizes}, {}", time_left(left, self.language)),
            None => sizes,
        };
        let part = *done_bytes as f64 / (*total_bytes).max(1) as f64;
        Progress::Part(part.clamp(0.0, 1.0), words)
    }

    /// What a screen reader says: every new step, the whole question and every error; of a
    /// download each quarter.
    fn announcement(&self, picture: &Picture) -> String {
        let texts = self.texts();
        let mut words = vec![picture.headline.clone()];
        if self.asks {
            words.push(format!("{}: {}", texts.portal, self.portal));
            if let Some(session) = &self.session {
                words.push(format!("{}: {}", texts.company, session.company));
                words.push(format!("{}: {}", texts.agent, session.agent.as_str()));
            }
        } else if let Progress::Part(part, _) = &picture.progress {
            words.push(percent((part * 4.0) as u32 * 25, self.language));
        }
        if !matches!(self.act, Act::Running(_)) || self.asks {
            words.push(picture.detail.clone());
        }
        spoken(&words)
    }
}

/// Words in a row, with a pause after each.
fn spoken(words: &[String]) -> String {
    let mut said = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if !said.is_empty() {
            said.push_str(if said.ends_with(['.', '?', '…']) { " " } else { ". " });
        }
        said.push_str(word);
    }
    said
}

const fn headline(texts: &'static Texts, step: &Step) -> &'static str {
    match step {
        Step::Redeeming => texts.redeeming,
        Step::Checking | Step::Asking => texts.checking,
        Step::Downloading { .. } => texts.downloading,
        Step::Starting => texts.starting,
        Step::Done => texts.done,
        Step::Failed(_) => texts.failed,
    }
}

#[cfg(test)]
mod tests;
