//! X11: opens a connection of its own for each capture. Damage, cursor, sizes and raw pointer
//! motion come as events; pixels come through shared memory, only of what is damaged.

mod connection;
mod cursor;
mod list;
mod pixels;
mod segment;
mod source;

pub(super) use list::monitors_of;

use crate::slot::Backend;
use crate::{CaptureError, Monitor, Options};

pub(super) fn open(monitor: &Monitor, options: &Options) -> Result<Box<dyn Backend>, CaptureError> {
    Ok(Box::new(source::Source::open(monitor, options)?))
}
