//! Rectangles of a monitor's picture.

use super::Error;
use super::wire::{Reader, Writer};

/// Bytes of a rectangle.
pub(super) const RECT_BYTES: usize = 8;

/// A rectangle inside a monitor's picture, in pixels; written as four `u16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rect {
    /// Left edge.
    pub x: u16,
    /// Upper edge.
    pub y: u16,
    /// At least 1.
    pub width: u16,
    /// At least 1.
    pub height: u16,
}

impl Rect {
    /// Whether it is not empty and lies inside a picture of this size.
    pub const fn fits(&self, width: u16, height: u16) -> bool {
        self.width > 0
            && self.height > 0
            && self.x as u32 + self.width as u32 <= width as u32
            && self.y as u32 + self.height as u32 <= height as u32
    }

    /// Number of pixels.
    pub const fn area(&self) -> u64 {
        self.width as u64 * self.height as u64
    }

    pub(super) fn read(reader: &mut Reader<'_>, width: u16, height: u16) -> Result<Self, Error> {
        let rect = Self {
            x: reader.u16()?,
            y: reader.u16()?,
            width: reader.u16()?,
            height: reader.u16()?,
        };
        if rect.fits(width, height) { Ok(rect) } else { Err(Error::OutsidePicture) }
    }

    /// One that was read before.
    pub(super) const fn of_bytes(bytes: [u8; RECT_BYTES]) -> Self {
        let [x0, x1, y0, y1, w0, w1, h0, h1] = bytes;
        Self {
            x: u16::from_le_bytes([x0, x1]),
            y: u16::from_le_bytes([y0, y1]),
            width: u16::from_le_bytes([w0, w1]),
            height: u16::from_le_bytes([h0, h1]),
        }
    }

    pub(super) fn write(self, writer: &mut Writer) {
        writer.u16(self.x).u16(self.y).u16(self.width).u16(self.height);
    }
}
