//! Linux: the first start has a name on the user's session bus, which no other user can reach.

#[path = "linux/pointer.rs"]
pub(crate) mod pointer;

use gio::prelude::ToVariant as _;

pub use super::unix::give_way_to;
pub(crate) use super::unix::{make_private_folder, open_private_file};

/// Whether a second start is to look for the first.
pub(crate) const FINDS_FIRST_START: bool = true;
/// The opener's file name.
pub(crate) const OPENER: &str = "corporate-opener";
/// Milliseconds for the bus to answer.
const BUS_MILLISECONDS: i32 = 1000;

/// Whether a process of this user has the first start's name, or nobody can say so.
pub(crate) fn has_first_start(identifier: &str) -> bool {
    // As tauri-plugin-single-instance calls it.
    let name = format!("{identifier}.SingleInstance");
    let answer = gio::bus_get_sync(gio::BusType::Session, gio::Cancellable::NONE).and_then(|bus| {
        bus.call_sync(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "NameHasOwner",
            Some(&(name,).to_variant()),
            None,
            gio::DBusCallFlags::NONE,
            BUS_MILLISECONDS,
            gio::Cancellable::NONE,
        )
    });
    answer.ok().and_then(|answer| answer.get::<(bool,)>()).is_none_or(|(is_owned,)| is_owned)
}
