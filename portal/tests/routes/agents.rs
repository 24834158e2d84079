//! `/api/v1/agents/…`

mod add;
mod change;
mod list;
mod me;
mod password;
mod remove;
mod second_factor;
mod sign_in;
mod sign_out;
