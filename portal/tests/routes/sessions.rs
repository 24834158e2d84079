//! `/api/v1/sessions/…`

mod handoff;
mod log;
mod log_rights;
mod screen;
mod sharing;
mod transcript;
mod view;
