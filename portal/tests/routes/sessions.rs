//! `/api/v1/sessions/…`

mod absence;
mod assessment;
mod consent;
mod delivered;
mod files;
mod flood;
mod hand_over;
mod handoff;
mod log;
mod log_rights;
mod picture;
mod place;
mod screen;
mod sharing;
mod transcript;
mod view;
