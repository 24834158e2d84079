//! The account's settings, for those who manage it.

mod get;
mod put;

pub(crate) use get::get;
pub(crate) use put::put;
