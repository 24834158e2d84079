//! Whether this program may see the screen, which macOS lets its owner decide.

use objc2_core_graphics::{CGPreflightScreenCaptureAccess, CGRequestScreenCaptureAccess};

use crate::CaptureError;

/// Asks the system, which asks its owner the first time.
///
/// # Errors
/// [`CaptureError::NotPermitted`] where the answer is No, or not there yet: the system does not
/// wait for it, and tells it to the program's next start.
pub(super) fn ask() -> Result<(), CaptureError> {
    if CGPreflightScreenCaptureAccess() || CGRequestScreenCaptureAccess() {
        Ok(())
    } else {
        Err(CaptureError::NotPermitted)
    }
}
