//! `/api/v1/handoff/…`

mod join;
mod redeem;
