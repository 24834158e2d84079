//! `/api/v1/reports/…`

mod list;
mod one;
