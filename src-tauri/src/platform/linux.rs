//! Linux: the first start has a name on the user's session bus, which no other user can reach.

pub use super::unix::give_way_to;
pub(crate) use super::unix::{make_private_folder, open_private_file};

/// Whether a second start is to look for the first.
pub(crate) const FINDS_FIRST_START: bool = true;
/// The opener's file name.
pub(crate) const OPENER: &str = "corporate-opener";
