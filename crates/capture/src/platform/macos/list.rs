//! Lists displays with Core Graphics, which needs no permission for it. Places are in the points of
//! the desktop, which all displays share; sizes are in the pixels of each display.
#![expect(unsafe_code, reason = "calls of Core Graphics")]

use objc2_core_foundation::CGRect;
use objc2_core_graphics::{
    CGDirectDisplayID, CGDisplayBounds, CGDisplayCopyDisplayMode, CGDisplayMode, CGError,
    CGGetActiveDisplayList, CGMainDisplayID,
};

use crate::{CaptureError, Monitor};

/// More displays than any Mac drives.
const DISPLAYS: usize = 64;

pub(in super::super) fn monitors_of(_display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    let (mut displays, mut count) = ([0; DISPLAYS], 0);
    // SAFETY: at most DISPLAYS numbers are written, which `displays` has room for.
    let told =
        unsafe { CGGetActiveDisplayList(DISPLAYS as u32, displays.as_mut_ptr(), &raw mut count) };
    if told != CGError::Success || count == 0 {
        return Err(CaptureError::NoDisplay(format!("the system lists none ({})", told.0)));
    }
    Ok(displays.iter().take(count as usize).map(|display| describe(*display)).collect())
}

fn describe(display: CGDirectDisplayID) -> Monitor {
    let CGRect { origin, size } = CGDisplayBounds(display);
    let scale = scale(display);
    let pixels = |points: f64| (points * scale).round().clamp(0.0, f64::from(u16::MAX)) as u16;
    Monitor {
        index: 0,
        id: display,
        name: format!("Display {display}"),
        x: origin.x.round() as i32,
        y: origin.y.round() as i32,
        width: pixels(size.width),
        height: pixels(size.height),
        primary: display == CGMainDisplayID(),
        scale: scale as f32,
    }
}

/// Pixels in a point.
fn scale(display: CGDirectDisplayID) -> f64 {
    let mode = CGDisplayCopyDisplayMode(display);
    let (points, pixels) =
        (CGDisplayMode::width(mode.as_deref()), CGDisplayMode::pixel_width(mode.as_deref()));
    if points == 0 || pixels == 0 { 1.0 } else { pixels as f64 / points as f64 }
}

/// Whether a monitor is still where it was, with the size that it had.
pub(super) fn is_there(monitor: &Monitor) -> Result<bool, CaptureError> {
    let place = |it: &Monitor| (it.id, it.x, it.y, it.width, it.height);
    match monitors_of(None) {
        Ok(monitors) => Ok(monitors.iter().any(|listed| place(listed) == place(monitor))),
        // A Mac whose lid is closed has none for a moment.
        Err(CaptureError::NoDisplay(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
