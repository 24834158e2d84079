//! `/api/v1/account`

mod get;
mod put;
