//! Agents sign in and out, and are managed by those who may.

mod add;
mod availability;
mod change;
mod details;
mod list;
pub(crate) mod me;
mod password;
mod remove;
mod reset_second_factor;
pub(crate) mod second_factor;
mod sign_in;
mod sign_out;

pub(crate) use add::add;
pub(crate) use availability::availability;
pub(crate) use change::change;
pub(crate) use list::list;
pub(crate) use password::password;
pub(crate) use remove::remove;
pub(crate) use reset_second_factor::reset_second_factor;
pub(crate) use sign_in::sign_in;
pub(crate) use sign_out::sign_out;
