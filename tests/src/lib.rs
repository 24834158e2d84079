//! End-to-end stories on real processes: a portal, two displays, two browsers, the opener that a
//! browser downloaded and the app that the opener fetched. This library is the machinery; the
//! stories are in `tests/stories.rs`, and `main.rs` plays the main one for `cargo xtask demo
//! --headless`.

pub mod bus;
pub mod company;
pub mod controls;
pub mod desktop;
pub mod display;
pub mod driver;
pub mod embedded;
pub mod foreign;
pub mod gallery;
pub mod glass;
pub mod host;
pub mod hostile;
pub mod linked;
pub mod log;
pub mod look;
pub mod modes;
pub mod namespace;
pub mod neighbour;
pub mod opened;
pub mod pages;
pub mod people;
pub mod picture;
pub mod portal;
pub mod process;
pub mod programs;
pub mod reader;
pub mod refusals;
pub mod relay;
pub mod releases;
pub mod removal;
pub mod report;
pub mod restarts;
pub mod screen_reader;
pub mod screens;
pub mod settings;
pub mod stage;
pub mod stolen;
pub mod story;
pub mod traces;
pub mod wait;
pub mod words;
