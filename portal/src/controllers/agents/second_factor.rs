//! The own second factor: begun with the password, confirmed with its first code, taken away with
//! the password and a code.

mod begin;
mod confirm;
mod remove;

pub(crate) use begin::begin;
pub(crate) use confirm::confirm;
pub(crate) use remove::remove;
