//! X11.

use crate::slot::Backend;
use crate::{CaptureError, Monitor, Options};

pub(super) fn monitors_of(_display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    Err(CaptureError::NoDisplay("not yet".to_owned()))
}

pub(super) fn open(
    _monitor: &Monitor,
    _options: &Options,
) -> Result<Box<dyn Backend>, CaptureError> {
    Err(CaptureError::NoDisplay("not yet".to_owned()))
}
