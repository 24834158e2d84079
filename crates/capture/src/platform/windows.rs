//! Windows: the face is in place, the capture (windows-capture with dirty regions) is not. Says so.

use crate::slot::Backend;
use crate::{CaptureError, Monitor, Options};

/// The system's name in errors.
const SYSTEM: &str = "Windows";

pub(super) fn monitors_of(_display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    Err(CaptureError::NotSupportedYet { system: SYSTEM })
}

pub(super) fn open(
    _monitor: &Monitor,
    _options: &Options,
) -> Result<Box<dyn Backend>, CaptureError> {
    Err(CaptureError::NotSupportedYet { system: SYSTEM })
}
