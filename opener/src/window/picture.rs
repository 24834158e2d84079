//! What the window shows at each moment, worked out from the reports of a hand-off. No window code:
//! each system's module paints exactly this.

use corporate_protocol::Language;

use crate::texts::{Texts, megabytes, sentence, texts};
use crate::{OpenerError, Remedy, Report, SessionInfo, Step};

use super::Outcome;

/// How the progress bar stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Progress {
    /// It isn't there.
    Hidden,
    /// Something happens, nobody knows how long.
    Busy,
    /// This part of the whole, and the same in words.
    Part(f64, String),
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
    /// Company and agent, once known.
    pub(crate) session: Option<SessionInfo>,
    /// The progress bar.
    pub(crate) progress: Progress,
    /// The label of the entry for a code; `None` hides it.
    pub(crate) entry: Option<&'static str>,
    /// Whether Retry is offered.
    pub(crate) retry: bool,
    /// Whether something runs that Cancel stops; otherwise the button closes the window.
    pub(crate) running: bool,
}

/// What the window knows.
pub(crate) struct Scene {
    language: Language,
    portal: String,
    session: Option<SessionInfo>,
    act: Act,
}

enum Act {
    /// Waits for a code.
    Asking,
    /// A step is under way.
    Running(Step),
    /// Was stopped and comes to its end.
    Stopping,
    /// Something went wrong.
    Failed(OpenerError),
    /// What was typed is no code; before it, an error may have been shown that Retry helps against.
    Mistyped,
}

impl Scene {
    pub(crate) const fn new(language: Language, portal: String) -> Self {
        Self { language, portal, session: None, act: Act::Asking }
    }

    /// The texts in the language of the moment.
    pub(crate) const fn texts(&self) -> &'static Texts {
        texts(self.language)
    }

    pub(crate) fn portal(&self) -> &str {
        &self.portal
    }

    /// A run begins, with another code or from where the last one failed.
    pub(crate) fn begin(&mut self, with_new_code: bool) {
        if with_new_code {
            self.session = None;
        }
        self.act = Act::Running(Step::Redeeming);
    }

    /// What was typed is no code.
    pub(crate) fn mistyped(&mut self) {
        self.act = Act::Mistyped;
    }

    /// The user has pressed Cancel.
    pub(crate) fn stop(&mut self) {
        self.act = Act::Stopping;
    }

    /// The run could not even begin, or was lost.
    pub(crate) fn fail(&mut self, error: OpenerError) {
        self.act = Act::Failed(error);
    }

    /// Takes a report; answers with how the window is to be left, if it is.
    pub(crate) fn take(&mut self, report: Report) -> Option<Outcome> {
        match report {
            Report::Session(info) => {
                self.language = info.language;
                self.session = Some(info);
            }
            Report::Step(Step::Done) => return Some(Outcome::Started),
            Report::Step(Step::Failed(OpenerError::Cancelled)) => return Some(Outcome::Cancelled),
            Report::Step(Step::Failed(error)) => self.act = Act::Failed(error),
            Report::Step(_) if matches!(self.act, Act::Stopping) => {}
            Report::Step(step) => self.act = Act::Running(step),
        }
        None
    }

    /// How the window is left when it is closed now.
    pub(crate) const fn outcome(&self) -> Outcome {
        match self.act {
            Act::Failed(_) | Act::Mistyped => Outcome::Failed,
            Act::Asking | Act::Running(_) | Act::Stopping => Outcome::Cancelled,
        }
    }

    /// What is to be seen. `can_retry` says whether the hand-off has something to go on with.
    pub(crate) fn picture(&self, can_retry: bool) -> Picture {
        let texts = self.texts();
        let mut picture = Picture {
            headline: texts.failed.to_owned(),
            detail: String::new(),
            is_error: false,
            session: self.session.clone(),
            progress: Progress::Hidden,
            entry: None,
            retry: false,
            running: false,
        };
        match &self.act {
            Act::Asking => {
                texts.ask.clone_into(&mut picture.headline);
                texts.ask_detail.clone_into(&mut picture.detail);
                picture.entry = Some(texts.code);
            }
            Act::Running(step) => {
                picture.running = true;
                texts.promise.clone_into(&mut picture.detail);
                picture.progress = self.progress(step);
                headline(texts, step).clone_into(&mut picture.headline);
            }
            Act::Stopping => {
                picture.running = true;
                picture.progress = Progress::Busy;
                texts.stopping.clone_into(&mut picture.headline);
            }
            Act::Failed(error) => {
                picture.is_error = true;
                picture.detail = sentence(error, self.language, &self.portal);
                picture.entry = Some(texts.other_code);
                picture.retry = can_retry && error.remedy() == Remedy::Retry;
            }
            Act::Mistyped => {
                picture.is_error = true;
                picture.detail = sentence(&OpenerError::CodeInvalid, self.language, &self.portal);
                picture.entry = Some(texts.code);
                picture.retry = can_retry;
            }
        }
        picture
    }

    fn progress(&self, step: &Step) -> Progress {
        let Step::Downloading { done_bytes, total_bytes } = step else { return Progress::Busy };
        let words = format!(
            "{} {} {} MB",
            megabytes(*done_bytes, self.language),
            self.texts().of,
            megabytes(*total_bytes, self.language)
        );
        let part = *done_bytes as f64 / (*total_bytes).max(1) as f64;
        Progress::Part(part.clamp(0.0, 1.0), words)
    }
}

const fn headline(texts: &'static Texts, step: &Step) -> &'static str {
    match step {
        Step::Redeeming => texts.redeeming,
        // The question itself is still to be shown.
        Step::Checking | Step::Asking => texts.checking,
        Step::Downloading { .. } => texts.downloading,
        Step::Starting => texts.starting,
        Step::Done => texts.done,
        Step::Failed(_) => texts.failed,
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{ErrorCode, PersonName};

    use super::*;

    fn scene() -> Scene {
        Scene::new(Language::En, "https://support.example.com".to_owned())
    }

    fn session() -> SessionInfo {
        SessionInfo {
            company: "Muster GmbH".to_owned(),
            agent: PersonName::parse("Anna").expect("a name"),
            language: Language::De,
        }
    }

    #[test]
    fn without_a_code_it_asks_for_one() {
        let picture = scene().picture(false);
        assert_eq!(picture.entry, Some("C_ode"));
        assert!(!picture.retry && !picture.running && !picture.is_error);
        assert_eq!(scene().outcome(), Outcome::Cancelled);
    }

    #[test]
    fn progress_is_shown_in_the_language_that_the_portal_told() {
        let mut scene = scene();
        scene.begin(true);
        assert_eq!(scene.picture(false).progress, Progress::Busy);
        assert_eq!(scene.take(Report::Session(session())), None);
        let step = Step::Downloading { done_bytes: 1_500_000, total_bytes: 6_000_000 };
        assert_eq!(scene.take(Report::Step(step)), None);
        let picture = scene.picture(false);
        assert_eq!(picture.progress, Progress::Part(0.25, "1,5 von 6,0 MB".to_owned()));
        assert_eq!(picture.headline, "Die App wird heruntergeladen …");
        assert_eq!(picture.session, Some(session()));
        assert!(picture.running && picture.entry.is_none());
    }

    #[test]
    fn retry_is_offered_only_where_it_can_help() {
        let mut scene = scene();
        scene.take(Report::Step(Step::Failed(OpenerError::DownloadTampered)));
        assert!(scene.picture(true).retry);
        assert!(!scene.picture(false).retry);
        scene.take(Report::Step(Step::Failed(OpenerError::Portal(ErrorCode::CodeUsed))));
        let picture = scene.picture(true);
        assert!(!picture.retry && picture.is_error);
        assert_eq!(picture.entry, Some("Another c_ode"));
        assert_eq!(scene.outcome(), Outcome::Failed);
    }

    #[test]
    fn a_cancelled_run_leaves_and_shows_no_further_steps() {
        let mut scene = scene();
        scene.begin(true);
        scene.stop();
        scene.take(Report::Step(Step::Checking));
        assert_eq!(scene.picture(false).headline, "Cancelling …");
        let last = Report::Step(Step::Failed(OpenerError::Cancelled));
        assert_eq!(scene.take(last), Some(Outcome::Cancelled));
        assert_eq!(scene.take(Report::Step(Step::Done)), Some(Outcome::Started));
    }
}
