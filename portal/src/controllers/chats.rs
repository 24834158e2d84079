//! Chats from the customer's side.

mod current;
mod start;

pub(crate) use current::current;
pub(crate) use start::start;
