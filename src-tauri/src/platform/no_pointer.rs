//! Systems on which the agent's pointer is not drawn yet. Whoever asks for it is told so.

use crate::platform::pointer::OverlayError;

/// Never there.
pub(crate) enum Overlay {}

impl Overlay {
    /// Says that there is none.
    pub(crate) fn open(_display: Option<&str>) -> Result<Self, OverlayError> {
        Err(OverlayError("not on this system yet".to_owned()))
    }

    /// See [`Overlay::open`].
    pub(crate) fn show(&mut self, _x: i32, _y: i32) -> Result<(), OverlayError> {
        match *self {}
    }

    /// See [`Overlay::open`].
    pub(crate) fn hide(&mut self) -> Result<(), OverlayError> {
        match *self {}
    }
}
