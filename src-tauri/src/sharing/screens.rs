//! Where pictures come from: the system's monitors, or a test's.

use corporate_capture::{CaptureError, Capturer, Monitor, Options};

use crate::consent::Permit;

/// Lists and captures monitors.
pub trait Screens: Send + Sync + 'static {
    /// The monitor to share; reads no pixel.
    ///
    /// # Errors
    /// What the system says.
    fn choose(&self) -> Result<Option<Monitor>, CaptureError>;

    /// Starts to capture. The permit is an argument so that nobody can call this without one;
    /// whether it still holds is for the implementation to check, right before it starts.
    ///
    /// # Errors
    /// What the system says; [`CaptureError::Stopped`] where the permit does not hold.
    fn capture(&self, monitor: &Monitor, permit: &Permit) -> Result<Capturer, CaptureError>;
}

/// The monitors of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemScreens;

impl Screens for SystemScreens {
    fn choose(&self) -> Result<Option<Monitor>, CaptureError> {
        let monitors = corporate_capture::monitors()?;
        let primary = monitors.iter().position(|monitor| monitor.primary).unwrap_or(0);
        Ok(monitors.into_iter().nth(primary))
    }

    fn capture(&self, monitor: &Monitor, permit: &Permit) -> Result<Capturer, CaptureError> {
        if permit.holds() {
            Capturer::start(monitor, &Options::default())
        } else {
            Err(CaptureError::Stopped)
        }
    }
}
