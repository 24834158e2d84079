//! The connection to the X server: what it can do, and how its errors read here.

use x11rb::connection::Connection as _;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::xproto::{ImageOrder, Window};
use x11rb::protocol::{damage, randr, shm, xfixes, xinput};
use x11rb::rust_connection::RustConnection;

use crate::CaptureError;

/// Bits of a pixel that can be compared and sent as they are.
const BITS_PER_PIXEL: u8 = 32;

/// A connection and what the server at its other end can do.
pub(super) struct Connection {
    pub(super) x: RustConnection,
    pub(super) root: Window,
    /// Width and height of the root window.
    pub(super) size: [u16; 2],
    /// Whether its pixels are B, G, R, X in memory.
    pub(super) bgrx: bool,
    /// Whether client and server are on the same machine.
    pub(super) local: bool,
    pub(super) can: Abilities,
}

/// The extensions that the server has, in versions that are new enough.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "five extensions that are there or not")]
pub(super) struct Abilities {
    pub(super) damage: bool,
    pub(super) cursor: bool,
    pub(super) monitors: bool,
    pub(super) shared_memory: bool,
    pub(super) raw_motion: bool,
}

impl Connection {
    /// Connects to a named display, or to the one in the environment.
    pub(super) fn open(display: Option<&str>) -> Result<Self, CaptureError> {
        if !can_be_a_display(display) {
            return Err(CaptureError::NoDisplay("there is no such display number".to_owned()));
        }
        let (x, screen) = RustConnection::connect(display)
            .map_err(|error: ConnectError| CaptureError::NoDisplay(error.to_string()))?;
        let setup = x.setup();
        let screen = setup
            .roots
            .get(screen)
            .ok_or_else(|| CaptureError::NoDisplay("it has no such screen".to_owned()))?;
        let (root, size) = (screen.root, [screen.width_in_pixels, screen.height_in_pixels]);
        let bgrx = setup.image_byte_order == ImageOrder::LSB_FIRST
            && setup.pixmap_formats.iter().any(|format| {
                format.depth == screen.root_depth && format.bits_per_pixel == BITS_PER_PIXEL
            })
            && screen.allowed_depths.iter().flat_map(|depth| &depth.visuals).any(|visual| {
                visual.visual_id == screen.root_visual
                    && [visual.red_mask, visual.green_mask, visual.blue_mask]
                        == [0x00ff_0000, 0xff00, 0xff]
            });
        let can = Abilities::of(&x);
        Ok(Self { x, root, size, bgrx, local: is_local(display), can })
    }
}

impl Abilities {
    /// Asks for every extension; one that is missing or fails counts as missing.
    fn of(x: &RustConnection) -> Self {
        let fixes = xfixes::query_version(x, 5, 0).is_ok_and(|cookie| cookie.reply().is_ok());
        Self {
            damage: fixes && damage::query_version(x, 1, 1).is_ok_and(|it| it.reply().is_ok()),
            cursor: fixes,
            monitors: randr::query_version(x, 1, 5).is_ok_and(|it| {
                it.reply().is_ok_and(|it| (it.major_version, it.minor_version) >= (1, 5))
            }),
            shared_memory: shm::query_version(x).is_ok_and(|it| {
                it.reply().is_ok_and(|it| (it.major_version, it.minor_version) >= (1, 2))
            }),
            raw_motion: xinput::xi_query_version(x, 2, 2).is_ok_and(|it| {
                it.reply().is_ok_and(|it| (it.major_version, it.minor_version) >= (2, 1))
            }),
        }
    }
}

/// Whether a name's number can be one: its TCP port, 6000 above it, must exist. x11rb 0.13 adds
/// without looking and panics.
fn can_be_a_display(display: Option<&str>) -> bool {
    let name = name_of(display);
    let number = name.rsplit_once(':').map_or("", |(_, number)| number);
    let number = number.split_once('.').map_or(number, |(number, _)| number);
    number.parse::<u16>().is_ok_and(|number| number <= u16::MAX - 6_000)
}

fn name_of(display: Option<&str>) -> String {
    let environment = || std::env::var("DISPLAY").unwrap_or_default();
    display.map_or_else(environment, ToOwned::to_owned)
}

/// Whether a display's name means this machine, where files can be passed: no host before the
/// colon.
fn is_local(display: Option<&str>) -> bool {
    let name = name_of(display);
    let host = name.rsplit_once(':').map_or("", |(host, _)| host);
    host.is_empty() || host == "unix" || host.starts_with('/')
}

/// Turns the errors of x11rb into ours, with what was being done.
pub(super) trait Doing<T> {
    /// Says what was being done when it failed.
    fn doing(self, doing: &'static str) -> Result<T, CaptureError>;
}

macro_rules! doing {
    ($($error:ty),*) => {
        $(impl<T> Doing<T> for Result<T, $error> {
            fn doing(self, doing: &'static str) -> Result<T, CaptureError> {
                self.map_err(|error| CaptureError::system(doing, error))
            }
        })*
    };
}

doing!(ConnectionError, ReplyError, ReplyOrIdError, rustix::io::Errno);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_on_another_machine_is_not_local() {
        for name in [":0", ":12.1", "unix:3", "/tmp/launch/org.x:0"] {
            assert!(is_local(Some(name)), "{name}");
        }
        for name in ["host:0", "localhost:10.0", "[::1]:1"] {
            assert!(!is_local(Some(name)), "{name}");
        }
    }
}
