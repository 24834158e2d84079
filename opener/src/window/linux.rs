//! The window on Linux, with GTK 3: no OpenGL, spoken by screen readers, sharp on any screen.
//! Passes on what is pressed and paints the show.

#[path = "linux/face.rs"]
mod face;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use corporate_protocol::{Code, Language};
use gtk::glib::{self, ControlFlow, Propagation};
use gtk::prelude::*;

use self::face::Face;
use super::Outcome;
use super::show::{Show, TICK};
use crate::{Handoff, OpenerError};

/// What lives as long as the window.
struct Live {
    face: Face,
    show: RefCell<Show>,
    /// Whether there is a clock that ticks.
    ticks: Cell<bool>,
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
    let show = RefCell::new(Show::new(handoff, language));
    let live = Rc::new(Live { face: Face::new(), show, ticks: Cell::new(false) });
    listen(&live);
    if let Some(code) = code {
        live.show.borrow_mut().redeem(code);
    }
    live.go_on();
    live.face.show();
    gtk::main();
    let outcome = live.show.borrow().outcome();
    Ok(outcome.unwrap_or(Outcome::Cancelled))
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
                live.go_on();
            }
        }
    };
    let pressed = with(Live::read_entry);
    face.proceed.connect_clicked(move |_| pressed());
    let pressed = with(|live| live.show.borrow_mut().retry());
    face.retry.connect_clicked(move |_| pressed());
    let pressed = with(|live| live.show.borrow_mut().leave());
    face.leave.connect_clicked(move |_| pressed());
    let closed = with(|live| live.show.borrow_mut().leave());
    face.window.connect_delete_event(move |_, _| {
        closed();
        Propagation::Stop
    });
    let escaped = with(|live| live.show.borrow_mut().leave());
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
        if !self.show.borrow_mut().enter(&self.face.entry.text()) {
            self.face.entry.grab_focus();
        }
    }

    /// Paints, keeps the clock going while something runs, and leaves when it is time.
    fn go_on(self: &Rc<Self>) {
        let show = self.show.borrow();
        if show.outcome().is_some() {
            gtk::main_quit();
            return;
        }
        self.face.paint(show.texts(), show.portal(), &show.picture());
        if show.is_running() && !self.ticks.replace(true) {
            let weak = Rc::downgrade(self);
            glib::timeout_add_local(TICK, move || {
                weak.upgrade().map_or(ControlFlow::Break, |live| live.tick())
            });
        }
    }

    fn tick(self: &Rc<Self>) -> ControlFlow {
        self.show.borrow_mut().tick();
        self.go_on();
        let show = self.show.borrow();
        if show.is_running() && show.outcome().is_none() {
            return ControlFlow::Continue;
        }
        self.ticks.set(false);
        ControlFlow::Break
    }
}
