//! The link against portals made up for each test, on a port of their own: cuts, doubled events,
//! refusals, closing, and what must never reach a log.

mod join;
mod portal;
mod resume;
mod screen;
mod secrets;
mod session;
mod stop;
