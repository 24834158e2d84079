//! The portal's WebSockets, each a task with one owner: pings, silence, limits and goodbyes are
//! the wire's; what is said, each socket's own.

mod fault;
pub(crate) mod list;
pub(crate) mod log;
mod pace;
pub(crate) mod screen;
pub(crate) mod view;
mod wire;

pub(crate) use wire::Upgrade;
