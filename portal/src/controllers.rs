//! What each route does: parse, call, map errors. `controllers/<noun>/<verb>.rs`; whatever is
//! worth a thought of its own lives in the services.

pub(crate) mod account;
pub(crate) mod agents;
pub(crate) mod audit;
pub(crate) mod chats;
pub(crate) mod console;
pub(crate) mod download;
pub(crate) mod handoff;
pub(crate) mod openapi;
pub(crate) mod operations;
pub(crate) mod phone_codes;
pub(crate) mod portal;
pub(crate) mod queues;
pub(crate) mod replies;
pub(crate) mod reports;
pub(crate) mod sessions;
pub(crate) mod widget;
