//! `/api/v1/handoff/…`

mod join;
mod life;
mod redeem;
mod renew;
