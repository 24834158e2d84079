//! Linux: finds out whether the desktop is X11 or Wayland and asks the module for it.

mod wayland;
mod x11;

use crate::slot::Backend;
use crate::{CaptureError, Monitor, Options};

pub(super) fn monitors_of(display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    if display.is_none() && wayland::is_the_desktop(&wayland::Environment::read()) {
        return wayland::monitors();
    }
    x11::monitors_of(display)
}

pub(super) fn open(monitor: &Monitor, options: &Options) -> Result<Box<dyn Backend>, CaptureError> {
    if options.display.is_none() && wayland::is_the_desktop(&wayland::Environment::read()) {
        return wayland::open(monitor, options);
    }
    x11::open(monitor, options)
}
