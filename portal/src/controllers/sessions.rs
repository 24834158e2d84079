//! One session: its sockets, its transcript, its hand-off.

mod handoff;
mod log;
mod screen;
mod transcript;
mod view;

pub(crate) use handoff::handoff;
pub(crate) use log::log;
pub(crate) use screen::screen;
pub(crate) use transcript::transcript;
pub(crate) use view::view;
