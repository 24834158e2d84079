//! Session reports, for those with the right to them.

mod list;
mod one;

pub(crate) use list::{Reports, list};
pub(crate) use one::{Report, one};
