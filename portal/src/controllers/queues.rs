//! The account's queues, for those who manage it.

mod list;
mod order;
mod put;
mod remove;

pub(crate) use list::list;
pub(crate) use order::order;
pub(crate) use put::put;
pub(crate) use remove::remove;
