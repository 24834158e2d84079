//! `/api/v1/chats…`

mod current;
mod form;
mod ringing;
mod start;
