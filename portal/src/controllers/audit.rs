//! The audit list, for those who manage the account.

mod list;

pub(crate) use list::{From, list};
