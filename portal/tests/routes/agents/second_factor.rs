//! `/api/v1/agents/me/second-factor`

mod begin;
mod confirm;
mod remove;
