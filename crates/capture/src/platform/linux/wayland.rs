//! Wayland: recognised, so that nobody gets the empty picture that XWayland would show. Captured
//! with the feature `wayland`: the desktop's portal asks its owner, PipeWire brings the pictures.

#[cfg(feature = "wayland")]
mod cast;
#[cfg(feature = "wayland")]
mod frames;
#[cfg(feature = "wayland")]
mod outputs;
#[cfg(feature = "wayland")]
mod params;
#[cfg(feature = "wayland")]
mod portal;
#[cfg(feature = "wayland")]
mod stream;

#[cfg(feature = "wayland")]
pub(super) use {cast::open, outputs::monitors};

#[cfg(not(feature = "wayland"))]
pub(super) use without::{monitors, open};

/// The variables that tell one desktop from the other.
#[derive(Debug, Default)]
pub(super) struct Environment {
    display: bool,
    wayland_display: bool,
    session: String,
}

impl Environment {
    pub(super) fn read() -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self {
            display: set("DISPLAY"),
            wayland_display: set("WAYLAND_DISPLAY"),
            session: std::env::var("XDG_SESSION_TYPE").unwrap_or_default(),
        }
    }
}

/// Whether the desktop is Wayland. An X display beside it is XWayland, which shows X programs only.
pub(super) fn is_the_desktop(environment: &Environment) -> bool {
    environment.wayland_display
        && (!environment.display || environment.session.eq_ignore_ascii_case("wayland"))
        || !environment.display && environment.session.eq_ignore_ascii_case("wayland")
}

/// What a build without the feature answers.
#[cfg(not(feature = "wayland"))]
mod without {
    use crate::slot::Backend;
    use crate::{CaptureError, Monitor, Options};

    /// The system's name in errors.
    const SYSTEM: &str = "Linux with Wayland";

    pub(in super::super) fn monitors() -> Result<Vec<Monitor>, CaptureError> {
        Err(CaptureError::NotSupportedYet { system: SYSTEM })
    }

    pub(in super::super) fn open(
        _monitor: &Monitor,
        _options: &Options,
    ) -> Result<Box<dyn Backend>, CaptureError> {
        Err(CaptureError::NotSupportedYet { system: SYSTEM })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desktop(display: bool, wayland_display: bool, session: &str) -> bool {
        is_the_desktop(&Environment { display, wayland_display, session: session.to_owned() })
    }

    #[test]
    fn wayland_is_told_from_x11() {
        assert!(desktop(false, true, ""));
        assert!(desktop(true, true, "wayland"));
        assert!(desktop(false, false, "Wayland"));
        assert!(!desktop(true, false, "x11"));
        assert!(!desktop(true, false, ""));
        // A nested compositor that somebody runs inside of an X session.
        assert!(!desktop(true, true, "x11"));
        assert!(!desktop(false, false, ""));
        // An X server of its own, started from a Wayland session: what tests do.
        assert!(!desktop(true, false, "wayland"));
    }
}
