//! One session: its sockets, its files, its transcript, its hand-off.

mod assessment;
pub(crate) mod files;
mod handoff;
mod log;
mod picture;
mod screen;
mod transcript;
mod view;

pub(crate) use assessment::{assess, assessment};
pub(crate) use handoff::handoff;
pub(crate) use log::{From, log};
pub(crate) use picture::picture;
pub(crate) use screen::screen;
pub(crate) use transcript::{How, transcript};
pub(crate) use view::view;
