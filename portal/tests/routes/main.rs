//! The portal as a whole, in process, each test on a port of its own. Mirrors the routes:
//! `controllers/<noun>/<verb>.rs` is tested in `<noun>/<verb>.rs`; what concerns all of them is
//! below `portal/`.

mod account;
mod agents;
mod audit;
mod chats;
mod console;
mod download;
mod handoff;
mod operations;
mod pages;
mod phone_codes;
mod portal;
mod queues;
mod replies;
mod reports;
mod sessions;
mod support;
mod widget;
