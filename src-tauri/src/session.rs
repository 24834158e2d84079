//! One session as the app lives it: the runner owns the link and the screen and does what the
//! conductor says; windows look at the board and hand in wishes.

mod board;
mod conductor;
mod runner;

pub use board::{Board, Surface};
pub use conductor::{Conductor, Effect, Wish};
pub use runner::{Session, SessionParts};
