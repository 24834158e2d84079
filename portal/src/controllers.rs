//! What each route does: parse, call, map errors. `controllers/<noun>/<verb>.rs`; whatever is
//! worth a thought of its own lives in the services.

pub(crate) mod agents;
pub(crate) mod chats;
pub(crate) mod console;
pub(crate) mod download;
pub(crate) mod handoff;
pub(crate) mod openapi;
pub(crate) mod operations;
pub(crate) mod portal;
pub(crate) mod reports;
pub(crate) mod sessions;
pub(crate) mod widget;
