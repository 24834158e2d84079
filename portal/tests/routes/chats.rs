//! `/api/v1/chats…`

mod current;
mod start;
