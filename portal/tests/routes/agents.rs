//! `/api/v1/agents/…`

mod me;
mod sign_in;
mod sign_out;
