//! `/api/v1/sessions/…`

mod files;
mod handoff;
mod log;
mod log_rights;
mod picture;
mod screen;
mod sharing;
mod transcript;
mod view;
