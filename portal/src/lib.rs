//! The portal: web chat, console, management, relay and downloads in one program. `Portal::build`
//! opens the store and binds the address, `run_until` serves until it is told to stop. Arguments,
//! logging and signals are the program's, in `main.rs`.

mod absence;
mod agents;
mod audit;
mod bus;
mod clock;
mod config;
mod controllers;
mod crowd;
pub mod demo;
mod document;
mod embedding;
mod facts;
mod files;
mod folder;
mod handoffs;
mod lobby;
mod log_filter;
mod metrics;
mod pages;
mod phone;
mod portal;
mod random;
mod rate_limit;
mod reception;
mod relay;
mod release;
mod reports;
mod retention;
mod routing;
mod server;
mod sessions;
pub mod setup;
mod sockets;
mod staff;
mod state;
mod store;
mod transcript;
mod web;

pub use clock::{Clock, ManualClock, SystemClock};
pub use config::{Config, FILES_DAILY_BYTES, FILES_TOTAL_BYTES, Timings};
pub use log_filter::log_filter;
pub use portal::{Portal, StartError};
