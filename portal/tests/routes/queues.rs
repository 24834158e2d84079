//! `/api/v1/queues`

mod list;
mod order;
mod put;
mod remove;
