//! Where pictures come from: the system's monitors, or a test's.

use corporate_capture::{CaptureError, Capturer, Monitor, Options};
use corporate_protocol::Language;

use super::Failure;
use crate::consent::Permit;

/// Lists and captures monitors.
pub trait Screens: Send + Sync + 'static {
    /// The monitors that there are; reads no pixel.
    ///
    /// # Errors
    /// What the system says.
    fn monitors(&self) -> Result<Vec<Monitor>, CaptureError>;

    /// Starts to capture. The permit is an argument so that nobody can call this without one;
    /// whether it still holds is for the implementation to check, right before it starts.
    ///
    /// # Errors
    /// What the system says; [`CaptureError::Stopped`] where the permit does not hold.
    fn capture(&self, monitor: &Monitor, permit: &Permit) -> Result<Capturer, CaptureError>;
}

/// The monitor that a question for consent names: the primary one, else the first.
pub(super) fn choose(monitors: Vec<Monitor>) -> Option<Monitor> {
    let primary = monitors.iter().position(|monitor| monitor.primary).unwrap_or(0);
    monitors.into_iter().nth(primary)
}

/// The monitor that the customer has agreed to, as it is now: size and place may have changed, the
/// system's number and name may not. It keeps the number that people know it by. No other monitor
/// ever takes its place.
pub(super) fn find_again(screens: &dyn Screens, agreed: &Monitor) -> Result<Monitor, Failure> {
    find_among(&screens.monitors()?, agreed).ok_or(Failure::MonitorGone)
}

/// The same, where the monitors are known.
pub(super) fn find_among(monitors: &[Monitor], agreed: &Monitor) -> Option<Monitor> {
    let same = |monitor: &&Monitor| monitor.id == agreed.id && monitor.name == agreed.name;
    let found = monitors.iter().find(same)?.clone();
    Some(Monitor { index: agreed.index, ..found })
}

/// What people count a monitor by, and what the log has of it; the system's own name, such as `HDMI-1`
/// or `screen`, tells them little.
pub(crate) fn number_of(monitor: &Monitor) -> String {
    (u32::from(monitor.index) + 1).to_string()
}

/// What the customer is told of a monitor.
pub(crate) fn name_with_size(monitor: &Monitor, language: Language) -> String {
    let Monitor { width, height, .. } = monitor;
    let number = number_of(monitor);
    match language {
        Language::De => format!("Bildschirm {number} ({width} × {height})"),
        Language::En => format!("Screen {number} ({width} × {height})"),
    }
}

/// The monitors of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemScreens;

impl Screens for SystemScreens {
    fn monitors(&self) -> Result<Vec<Monitor>, CaptureError> {
        corporate_capture::monitors()
    }

    fn capture(&self, monitor: &Monitor, permit: &Permit) -> Result<Capturer, CaptureError> {
        if permit.holds() {
            Capturer::start(monitor, &Options::default())
        } else {
            Err(CaptureError::Stopped)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monitors_have_the_names_that_people_give_them() {
        let monitor = corporate_capture::synthetic::monitor(1920, 1080);
        assert_eq!(name_with_size(&monitor, Language::En), "Screen 1 (1920 × 1080)");
        let second = Monitor { index: 1, ..monitor };
        assert_eq!(name_with_size(&second, Language::De), "Bildschirm 2 (1920 × 1080)");
        assert_eq!(number_of(&second), "2");
    }
}
