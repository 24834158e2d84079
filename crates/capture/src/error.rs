//! Why pixels cannot be had. The app maps these to sentences; the details are for its log.

use std::sync::Arc;

/// Why a monitor cannot be listed or captured.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// This system has its face here and nothing behind it yet.
    #[error("capturing the screen of {system} is not supported yet")]
    NotSupportedYet {
        /// The system's name as people say it.
        system: &'static str,
    },
    /// No display can be reached.
    #[error("the display cannot be reached: {0}")]
    NoDisplay(String),
    /// The system or its owner does not let this program see the screen, or no longer does. macOS
    /// asks once and believes an answer given in its settings only after a new start; Wayland
    /// desktops ask each time.
    #[error("the system does not let this program see the screen")]
    NotPermitted,
    /// The monitor is gone, or has another size or place: list the monitors and start again.
    #[error("the monitor is gone or has another size")]
    MonitorChanged,
    /// [`Capturer::stop`](crate::Capturer::stop) was called.
    #[error("the capture was stopped")]
    Stopped,
    /// The system refused something, or the connection to it broke.
    #[error("capturing failed while {doing}")]
    System {
        /// What was being done, for the log.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
}

impl CaptureError {
    /// Wraps what the system said while something was being done.
    pub(crate) fn system(
        doing: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::System { doing, source: Arc::from(source.into()) }
    }
}
