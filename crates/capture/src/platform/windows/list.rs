//! Lists monitors with xcap: in pixels, whatever the program says that it knows of scaling.

use crate::{CaptureError, Monitor};

/// What the system puts before the name of a monitor.
const DEVICE: &str = r"\\.\";
/// What a monitor's name begins with, before its number.
const NAME: &str = "DISPLAY";

pub(in super::super) fn monitors_of(_display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    let listing = |error| CaptureError::system("listing the monitors", error);
    let monitors = xcap::Monitor::all().map_err(listing)?;
    let monitors: Result<Vec<Monitor>, _> = monitors.iter().map(describe).collect();
    let monitors = monitors.map_err(listing)?;
    if monitors.is_empty() {
        return Err(CaptureError::NoDisplay("the system lists no monitor".to_owned()));
    }
    Ok(monitors)
}

fn describe(monitor: &xcap::Monitor) -> Result<Monitor, xcap::XCapError> {
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
    let name = short(&monitor.name()?);
    Ok(Monitor {
        index: 0,
        // The system's handle may be another one after each change of size; the number stays.
        id: number(&name).map_or_else(|| monitor.id(), Ok)?,
        name,
        x: monitor.x()?,
        y: monitor.y()?,
        width: side(monitor.width()?),
        height: side(monitor.height()?),
        primary: monitor.is_primary().unwrap_or(false),
        scale: monitor.scale_factor().unwrap_or(1.0),
    })
}

/// A monitor's name without what is the same for all.
pub(super) fn short(name: &str) -> String {
    name.trim_end_matches('\0').trim_start_matches(DEVICE).to_owned()
}

/// The number in a name such as `DISPLAY2`.
fn number(name: &str) -> Option<u32> {
    name.strip_prefix(NAME)?.parse().ok()
}

/// Whether a monitor is still where it was, with the size that it had.
pub(super) fn is_there(monitor: &Monitor) -> Result<bool, CaptureError> {
    let place = |it: &Monitor| (it.id, it.x, it.y, it.width, it.height);
    match monitors_of(None) {
        Ok(monitors) => Ok(monitors.iter().any(|listed| place(listed) == place(monitor))),
        // While monitors change their sizes the list may be empty or break off.
        Err(CaptureError::NoDisplay(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitor_is_known_by_the_number_in_its_name() {
        assert_eq!(short(r"\\.\DISPLAY12"), "DISPLAY12");
        assert_eq!(number("DISPLAY12"), Some(12));
        assert_eq!(number("WinDisc"), None);
    }
}
