//! The portal as a whole: what every route has in common, and its life from start to stop.

mod account;
mod errors;
mod headers;
mod limits;
mod openapi;
mod program;
mod public;
mod restart;
mod retention;
mod rights;
mod secrets;
mod shutdown;
mod start;
