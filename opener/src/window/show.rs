//! What goes on behind the window, the same on every system: the hand-off between two runs, the
//! run that is under way, a removal, and what was pressed. Each system's module passes on what its
//! user does and paints [`Show::picture`].

use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use corporate_protocol::{Code, Language};

use super::Outcome;
use super::picture::{Action, Fields, Key, Picture};
use super::scene::{Scene, Ways};
use crate::texts::Texts;
use crate::{Attempt, Handoff, OpenerError, Removal, Report, SignIn, Step};

/// How often [`Show::tick`] is to be called while it is wanted; progress is seen to move.
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
    removal: Option<Removal>,
    /// Here while everything is being removed.
    removing: Option<Receiver<Result<(), OpenerError>>>,
    /// When the window goes though a cancelled step has not ended.
    gives_up: Option<Instant>,
    outcome: Option<Outcome>,
}

impl Show {
    fn with(scene: Scene) -> Self {
        Self {
            scene,
            handoff: None,
            attempt: None,
            removal: None,
            removing: None,
            gives_up: None,
            outcome: None,
        }
    }

    /// A hand-off; begins at once where there is a code.
    pub(crate) fn of_handoff(handoff: Handoff, code: Option<Code>, language: Language) -> Self {
        let scene = Scene::new(language, handoff.config().origin.to_string());
        let mut show = Self { handoff: Some(handoff), ..Self::with(scene) };
        if let Some(code) = code {
            show.redeem(code);
        }
        show
    }

    /// A removal, which asks first.
    pub(crate) fn of_removal(removal: Removal, language: Language) -> Self {
        Self { removal: Some(removal), ..Self::with(Scene::of_removal(language)) }
    }

    /// What is to be seen now.
    pub(crate) fn picture(&self) -> Picture {
        self.scene.picture(Ways {
            can_retry: self.handoff.as_ref().is_some_and(Handoff::is_ready),
            has_older_app: self.handoff.as_ref().is_some_and(|held| held.older_app().is_some()),
        })
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

    /// Whether something runs, or is about to be settled, that wants ticks.
    pub(crate) const fn wants_ticks(&self) -> bool {
        self.attempt.is_some() || self.removing.is_some() || !self.scene.is_settled()
    }

    /// A key was pressed, with this in the fields.
    pub(crate) fn press(&mut self, key: Key, fields: &Fields) {
        let picture = self.picture();
        let button = match key {
            Key::Proceed => return self.enter(&fields.code),
            Key::Leave => return self.leave(),
            Key::Primary => picture.primary,
            Key::Second => picture.second,
        };
        match button.map(|button| button.action) {
            Some(Action::Retry) => self.begin(false),
            Some(Action::GoOn) => {
                if let Some(attempt) = &self.attempt {
                    attempt.go_on();
                    self.scene.confirm();
                }
            }
            Some(Action::SignIn) => self.sign_in(fields),
            Some(Action::UseOlderApp) => {
                if let Some(handoff) = &mut self.handoff {
                    handoff.use_older_app();
                }
                self.begin(false);
            }
            Some(Action::Remove) => self.remove(),
            None => {}
        }
    }

    fn enter(&mut self, text: &str) {
        match Code::parse(text) {
            Some(code) => self.redeem(code),
            None => self.scene.mistyped(),
        }
    }

    fn redeem(&mut self, code: Code) {
        if let Some(handoff) = &mut self.handoff {
            handoff.use_code(code);
        }
        self.begin(true);
    }

    fn sign_in(&mut self, fields: &Fields) {
        let typed = SignIn::new(&fields.user, &fields.password);
        if let (Some(typed), Some(handoff)) = (typed, &mut self.handoff) {
            handoff.sign_in(typed);
            self.scene.sign_in();
            self.begin(false);
        }
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

    fn remove(&mut self) {
        let Some(removal) = self.removal.clone() else { return };
        let (sender, receiver) = sync_channel(1);
        let started = thread::Builder::new()
            .name("removal".to_owned())
            .spawn(move || sender.send(removal.run()).ok());
        match started {
            Ok(_) => {
                self.removing = Some(receiver);
                self.scene.remove();
            }
            Err(_) => self.scene.removed(Err(OpenerError::Internal)),
        }
    }

    /// Takes what runs has reported, and ends with it.
    pub(crate) fn tick(&mut self) {
        self.scene.look(Instant::now());
        self.tick_removal();
        while let Some(report) = self.attempt.as_ref().and_then(Attempt::try_next) {
            let ended = matches!(report, Report::Step(Step::Done | Step::Failed(_)));
            if let Report::Step(Step::Failed(error)) = &report {
                note(error);
            }
            self.outcome = self.scene.take(report, Instant::now());
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

    fn tick_removal(&mut self) {
        let Some(removing) = &self.removing else { return };
        let result = match removing.try_recv() {
            Ok(result) => result,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Err(OpenerError::Internal),
        };
        if let Err(error) = &result {
            note(error);
        }
        self.removing = None;
        self.scene.removed(result);
    }

    /// Cancel while something runs, Close otherwise.
    fn leave(&mut self) {
        match &self.attempt {
            Some(_) if self.gives_up.is_some() => {}
            Some(attempt) => {
                attempt.cancel();
                self.gives_up = Some(Instant::now() + STOPPING);
                self.scene.stop();
            }
            None => self.outcome = self.scene.outcome(),
        }
    }
}

/// Says to whoever has started the program from a terminal what went wrong.
fn note(error: &OpenerError) {
    writeln!(io::stderr(), "corporate-opener: {}", error.with_causes()).ok();
}
