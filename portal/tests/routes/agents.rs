//! `/api/v1/agents/…`

mod add;
mod availability;
mod change;
mod list;
mod me;
mod password;
mod remove;
mod reset_second_factor;
mod second_factor;
mod sign_in;
mod sign_out;
