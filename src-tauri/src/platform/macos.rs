//! macOS: the system itself starts an app once for each user and brings links to it. A socket of our
//! own would lie in `/tmp`, where every user could take its place.

#[path = "no_pointer.rs"]
pub(crate) mod pointer;

pub use super::unix::give_way_to;
pub(crate) use super::unix::{make_private_folder, open_private_file};

/// Whether a second start is to look for the first.
pub(crate) const FINDS_FIRST_START: bool = false;

/// The opener's file name.
pub(crate) const OPENER: &str = "corporate-opener";

/// Nobody asks: see [`FINDS_FIRST_START`].
pub(crate) const fn has_first_start(_identifier: &str) -> bool {
    true
}
