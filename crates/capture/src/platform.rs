//! Chooses this system's module; the only place of the crate that asks which system it is. Every
//! module has the same two functions: `monitors_of` and `open`.

use crate::slot::Backend;
use crate::{CaptureError, Monitor, Options};

#[cfg(any(windows, target_os = "macos", feature = "wayland"))]
mod bell;
#[cfg(any(windows, target_os = "macos", feature = "wayland"))]
mod damage;
#[cfg(any(windows, target_os = "macos", feature = "wayland"))]
mod feed;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod other;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
use other as system;

/// Lists the monitors of this machine, the primary one first.
///
/// # Errors
/// [`CaptureError::NotSupportedYet`] where this system cannot, [`CaptureError::NoDisplay`] where
/// there is none.
pub fn monitors() -> Result<Vec<Monitor>, CaptureError> {
    monitors_of(None)
}

/// Lists the monitors of a named X display such as `:7`; other systems ignore the name.
///
/// # Errors
/// As [`monitors`].
pub fn monitors_of(display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    let mut monitors = system::monitors_of(display)?;
    monitors.sort_by_key(|monitor| !monitor.primary);
    for (index, monitor) in (0..).zip(&mut monitors) {
        monitor.index = index;
    }
    Ok(monitors)
}

/// Opens a monitor for capture.
pub(crate) fn open(monitor: &Monitor, options: &Options) -> Result<Box<dyn Backend>, CaptureError> {
    system::open(monitor, options)
}
