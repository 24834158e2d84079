//! Monitors, damage, pixels and cursor of the machine that shares its screen.
//!
//! One face, [`monitors`] and [`Capturer`], over one module per operating system; what a system
//! cannot do yet answers [`CaptureError::NotSupportedYet`]. Everything follows from events: while
//! nothing changes, nothing is read, compared or copied. Knows no network, no encoder and no
//! consent: the app asks for consent before it starts a [`Capturer`].
//!
//! ```no_run
//! # fn main() -> Result<(), corporate_capture::CaptureError> {
//! use std::time::Duration;
//!
//! let monitors = corporate_capture::monitors()?;
//! let capturer = corporate_capture::Capturer::start(&monitors[0], &Default::default())?;
//! while let Some(update) = capturer.next(Duration::from_secs(1))? {
//!     println!("{} rectangles of {}", update.damage.len(), update.pixels().width());
//! }
//! # Ok(()) }
//! ```

mod capturer;
mod cursor;
mod error;
mod frame;
mod monitor;
mod platform;
mod rect;
mod slot;
pub mod synthetic;

pub use capturer::{Capturer, Options, PixelsGuard, Update, Waker};
pub use cursor::{CursorPosition, CursorShape, CursorUpdate};
pub use error::CaptureError;
pub use frame::{BYTES_PER_PIXEL, Pixels};
pub use monitor::Monitor;
pub use platform::{monitors, monitors_of};
pub use rect::Rect;
