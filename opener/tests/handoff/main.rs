//! The hand-off against a small portal of the test's own: the whole way that works, and every way
//! that must not. Nothing here needs a display or the network.

#![cfg(unix)]

mod app;
mod asking;
mod cancel;
mod code;
mod download;
mod folder;
mod network;
mod older;
mod proxy;
mod release;
mod removal;
mod server;
mod ticket;
mod trust;
mod world;
