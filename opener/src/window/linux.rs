//! The window on Linux, with GTK 3: passes on what is pressed and paints the show.

#[path = "linux/face.rs"]
mod face;
#[path = "linux/forms.rs"]
mod forms;
#[path = "linux/theme.rs"]
mod theme;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gtk::glib::{self, ControlFlow, Propagation};
use gtk::prelude::*;

use self::face::Face;
use super::Outcome;
use super::picture::Key;
use super::show::{Show, TICK};
use crate::OpenerError;

/// What lives as long as the window.
struct Live {
    face: Face,
    show: RefCell<Show>,
    /// Whether there is a clock that ticks.
    ticks: Cell<bool>,
}

/// See [`super::run`]. The show begins when it is known that there is a display.
pub(super) fn run(show: impl FnOnce() -> Show) -> Result<Outcome, OpenerError> {
    glib::set_prgname(Some("corporate-opener"));
    glib::set_application_name("Corporate Opener");
    gtk::init().map_err(|_| OpenerError::NoDisplay)?;
    theme::follow_the_desktop();
    let face = Face::new();
    let live = Rc::new(Live { face, show: RefCell::new(show()), ticks: Cell::new(false) });
    listen(&live);
    live.go_on();
    live.face.show();
    gtk::main();
    let outcome = live.show.borrow().outcome();
    Ok(outcome.unwrap_or(Outcome::Cancelled))
}

/// Connects what can be pressed.
fn listen(live: &Rc<Live>) {
    let press = |key: Key| {
        let weak = Rc::downgrade(live);
        move || {
            if let Some(live) = weak.upgrade() {
                live.press(key);
            }
        }
    };
    for key in [Key::Proceed, Key::Primary, Key::Second, Key::Leave] {
        let pressed = press(key);
        live.face.button(key).connect_clicked(move |_| pressed());
    }
    let closed = press(Key::Leave);
    live.face.window.connect_delete_event(move |_, _| {
        closed();
        Propagation::Stop
    });
    let escaped = press(Key::Leave);
    live.face.window.connect_key_press_event(move |_, key| {
        if key.keyval() == gtk::gdk::keys::constants::Escape {
            escaped();
            return Propagation::Stop;
        }
        Propagation::Proceed
    });
}

impl Live {
    fn press(self: &Rc<Self>, key: Key) {
        let fields = self.face.fields();
        self.show.borrow_mut().press(key, &fields);
        self.go_on();
    }

    /// Paints, keeps the clock going while something runs, and leaves when it is time.
    fn go_on(self: &Rc<Self>) {
        let show = self.show.borrow();
        if show.outcome().is_some() {
            gtk::main_quit();
            return;
        }
        self.face.paint(show.texts(), show.portal(), &show.picture());
        if show.wants_ticks() && !self.ticks.replace(true) {
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
        if show.wants_ticks() && show.outcome().is_none() {
            return ControlFlow::Continue;
        }
        self.ticks.set(false);
        ControlFlow::Break
    }
}
