//! Turns a picture and its damage into the operations of a screen frame: moves for what scrolls and
//! is dragged, exact patches for small and flat changes, H.264 for motion and photographs, and exact
//! patches again for whatever H.264 left inexact once it stands still.
//!
//! Knows no capture and no network; time is an argument. The app owns one [`Encoder`] for each
//! screen socket and monitor, on its encoder thread:
//!
//! ```
//! # fn main() -> Result<(), corporate_encode::EncodeError> {
//! use std::time::Instant;
//! use corporate_encode::{Encoder, Options, Picture};
//! use corporate_protocol::screen::Rect;
//!
//! let bytes = vec![255; 640 * 480 * 4];
//! let picture = Picture::new(640, 480, 640 * 4, &bytes)?;
//! let mut encoder = Encoder::new(640, 480, Options::default())?;
//! // The first frame of a viewer: everything.
//! let first = encoder.encode(&picture, &[], true, Instant::now())?;
//! // A change.
//! let damage = [Rect { x: 10, y: 10, width: 12, height: 13 }];
//! let next = encoder.encode(&picture, &damage, false, Instant::now())?;
//! // Nothing new for a while: `encoder.sharpen_at(now)` says when to call this.
//! let sharper = encoder.sharpen(&picture, Instant::now())?;
//! # Ok(()) }
//! ```

mod encoder;
mod error;
mod h264;
mod i420;
mod moves;
mod patch;
mod picture;
mod quality;
mod region;
mod shadow;
mod tiles;

pub use encoder::{Encoded, Encoder, Options};
pub use error::EncodeError;
pub use picture::Picture;
