//! What goes on behind the window, the same on every system: the hand-off between two runs, the
//! run that is under way, and what was pressed. Each system's module passes on what its user does
//! and paints [`Show::picture`].

use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use corporate_protocol::{Code, Language};

use super::Outcome;
use super::picture::{Picture, Scene};
use crate::texts::Texts;
use crate::{Attempt, Handoff, OpenerError, Report, Step};

/// How often [`Show::tick`] is to be called while something runs; progress is seen to move.
pub(crate) const TICK: Duration = Duration::from_millis(50);
/// How long a cancelled step may take before the window goes without it.
const STOPPING: Duration = Duration::from_secs(2);

/// Everything that lives as long as the window and is no part of it.
pub(crate) struct Show {
    scene: Scene,
    /// Here while nothing runs.
    handoff: Option<Handoff>,
    /// Here while something runs.
    attempt: Option<Attempt>,
    /// When the window goes though a cancelled step has not ended.
    gives_up: Option<Instant>,
    outcome: Option<Outcome>,
}

impl Show {
    /// A show that has not begun.
    pub(crate) fn new(handoff: Handoff, language: Language) -> Self {
        let scene = Scene::new(language, handoff.config().origin.to_string());
        let handoff = Some(handoff);
        Self { scene, handoff, attempt: None, gives_up: None, outcome: None }
    }

    /// What is to be seen now.
    pub(crate) fn picture(&self) -> Picture {
        self.scene.picture(self.handoff.as_ref().is_some_and(Handoff::is_ready))
    }

    /// The texts in the language of the moment.
    pub(crate) const fn texts(&self) -> &'static Texts {
        self.scene.texts()
    }

    /// The portal's address.
    pub(crate) fn portal(&self) -> &str {
        self.scene.portal()
    }

    /// How the window is left, as soon as it is to go.
    pub(crate) const fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Whether something runs that wants ticks.
    pub(crate) const fn is_running(&self) -> bool {
        self.attempt.is_some()
    }

    /// Begins with what was typed; false where that is no code.
    pub(crate) fn enter(&mut self, text: &str) -> bool {
        let Some(code) = Code::parse(text) else {
            self.scene.mistyped();
            return false;
        };
        self.redeem(code);
        true
    }

    /// Begins with a code.
    pub(crate) fn redeem(&mut self, code: Code) {
        if let Some(handoff) = &mut self.handoff {
            handoff.use_code(code);
        }
        self.begin(true);
    }

    /// Goes on from where the last run failed.
    pub(crate) fn retry(&mut self) {
        self.begin(false);
    }

    fn begin(&mut self, with_new_code: bool) {
        let Some(handoff) = self.handoff.take() else { return };
        match Attempt::start(handoff) {
            Ok(attempt) => {
                self.attempt = Some(attempt);
                self.scene.begin(with_new_code);
            }
            Err(_) => self.scene.fail(OpenerError::Internal),
        }
    }

    /// Takes what the run has reported, and ends with it.
    pub(crate) fn tick(&mut self) {
        while let Some(report) = self.attempt.as_ref().and_then(Attempt::try_next) {
            let ended = matches!(report, Report::Step(Step::Done | Step::Failed(_)));
            if let Report::Step(Step::Failed(error)) = &report {
                writeln!(io::stderr(), "corporate-opener: {}", error.with_causes()).ok();
            }
            self.outcome = self.scene.take(report);
            if self.outcome.is_some() {
                return;
            }
            if ended {
                self.handoff = self.attempt.take().and_then(Attempt::finish);
            }
        }
        if self.gives_up.is_some_and(|time| Instant::now() >= time) {
            self.outcome = Some(Outcome::Cancelled);
        }
    }

    /// Cancel while something runs, Close otherwise.
    pub(crate) fn leave(&mut self) {
        match &self.attempt {
            Some(attempt) => {
                attempt.cancel();
                self.gives_up = Some(Instant::now() + STOPPING);
                self.scene.stop();
            }
            None => self.outcome = Some(self.scene.outcome()),
        }
    }
}
