//! The window on Linux, with GTK 3: no OpenGL, spoken by screen readers, sharp on any screen.
//! Paints pictures, passes on what is pressed, and owns the attempt that is under way.

#[path = "linux/face.rs"]
mod face;

use std::cell::{Cell, RefCell};
use std::io::{self, Write as _};
use std::rc::Rc;
use std::time::{Duration, Instant};

use corporate_protocol::{Code, Language};
use gtk::glib::{self, ControlFlow, Propagation};
use gtk::prelude::*;

use self::face::Face;
use super::Outcome;
use super::picture::Scene;
use crate::{Attempt, Handoff, OpenerError, Report, Step};

/// How often reports are looked for while something runs; progress is seen to move.
const TICK: Duration = Duration::from_millis(50);
/// How long a cancelled step may take before the window goes without it.
const STOPPING: Duration = Duration::from_secs(2);

/// What lives as long as the window.
struct Live {
    face: Face,
    scene: RefCell<Scene>,
    /// Here while nothing runs.
    handoff: RefCell<Option<Handoff>>,
    /// Here while something runs.
    attempt: RefCell<Option<Attempt>>,
    /// When the window goes though a cancelled step has not ended.
    gives_up: Cell<Option<Instant>>,
    outcome: Cell<Option<Outcome>>,
}

/// See [`super::run`].
pub(super) fn run(
    handoff: Handoff,
    code: Option<Code>,
    language: Language,
) -> Result<Outcome, OpenerError> {
    glib::set_prgname(Some("corporate-opener"));
    glib::set_application_name("Corporate Opener");
    gtk::init().map_err(|_| OpenerError::NoDisplay)?;
    let scene = Scene::new(language, handoff.config().origin.to_string());
    let live = Rc::new(Live {
        face: Face::new(),
        scene: RefCell::new(scene),
        handoff: RefCell::new(Some(handoff)),
        attempt: RefCell::new(None),
        gives_up: Cell::new(None),
        outcome: Cell::new(None),
    });
    listen(&live);
    match code {
        Some(code) => live.redeem(code),
        None => live.paint(),
    }
    live.face.show();
    gtk::main();
    Ok(live.outcome.get().unwrap_or(Outcome::Cancelled))
}

/// Connects what can be pressed.
fn listen(live: &Rc<Live>) {
    let face = &live.face;
    let weak = Rc::downgrade(live);
    let with = move |act: fn(&Rc<Live>)| {
        let weak = weak.clone();
        move || {
            if let Some(live) = weak.upgrade() {
                act(&live);
            }
        }
    };
    let pressed = with(Live::read_entry);
    face.proceed.connect_clicked(move |_| pressed());
    let pressed = with(Live::retry);
    face.retry.connect_clicked(move |_| pressed());
    let pressed = with(Live::leave);
    face.leave.connect_clicked(move |_| pressed());
    let closed = with(Live::leave);
    face.window.connect_delete_event(move |_, _| {
        closed();
        Propagation::Stop
    });
    let escaped = with(Live::leave);
    face.window.connect_key_press_event(move |_, key| {
        if key.keyval() == gtk::gdk::keys::constants::Escape {
            escaped();
            return Propagation::Stop;
        }
        Propagation::Proceed
    });
}

impl Live {
    fn read_entry(self: &Rc<Self>) {
        if let Some(code) = Code::parse(&self.face.entry.text()) {
            self.redeem(code);
        } else {
            self.scene.borrow_mut().mistyped();
            self.paint();
            self.face.entry.grab_focus();
        }
    }

    fn redeem(self: &Rc<Self>, code: Code) {
        if let Some(handoff) = self.handoff.borrow_mut().as_mut() {
            handoff.use_code(code);
        }
        self.begin(true);
    }

    fn retry(self: &Rc<Self>) {
        self.begin(false);
    }

    /// Runs the hand-off from where it stands.
    fn begin(self: &Rc<Self>, with_new_code: bool) {
        let Some(handoff) = self.handoff.take() else { return };
        match Attempt::start(handoff) {
            Ok(attempt) => {
                self.attempt.replace(Some(attempt));
                self.scene.borrow_mut().begin(with_new_code);
                let weak = Rc::downgrade(self);
                glib::timeout_add_local(TICK, move || {
                    weak.upgrade().map_or(ControlFlow::Break, |live| live.tick())
                });
            }
            Err(_) => self.scene.borrow_mut().fail(OpenerError::Internal),
        }
        self.paint();
    }

    /// Takes what the attempt has reported; ends with it.
    fn tick(&self) -> ControlFlow {
        let mut ended = false;
        while let Some(report) = self.attempt.borrow().as_ref().and_then(Attempt::try_next) {
            ended = matches!(report, Report::Step(Step::Done | Step::Failed(_)));
            if let Report::Step(Step::Failed(error)) = &report {
                writeln!(io::stderr(), "corporate-opener: {}", error.with_causes()).ok();
            }
            let left = self.scene.borrow_mut().take(report);
            if let Some(outcome) = left {
                return self.quit(outcome);
            }
            if ended {
                break;
            }
        }
        if self.gives_up.get().is_some_and(|time| Instant::now() >= time) {
            return self.quit(Outcome::Cancelled);
        }
        if ended {
            let attempt = self.attempt.take();
            self.handoff.replace(attempt.and_then(Attempt::finish));
        }
        self.paint();
        if ended { ControlFlow::Break } else { ControlFlow::Continue }
    }

    /// Cancel while something runs, Close otherwise.
    fn leave(self: &Rc<Self>) {
        if let Some(attempt) = self.attempt.borrow().as_ref() {
            attempt.cancel();
            self.gives_up.set(Some(Instant::now() + STOPPING));
            self.scene.borrow_mut().stop();
        } else {
            let outcome = self.scene.borrow().outcome();
            self.quit(outcome);
            return;
        }
        self.paint();
    }

    fn quit(&self, outcome: Outcome) -> ControlFlow {
        self.outcome.set(Some(outcome));
        gtk::main_quit();
        ControlFlow::Break
    }

    fn paint(&self) {
        let can_retry = self.handoff.borrow().as_ref().is_some_and(Handoff::is_ready);
        let scene = self.scene.borrow();
        let picture = scene.picture(can_retry);
        self.face.paint(scene.texts(), scene.portal(), &picture);
    }
}
