//! The operations of a frame. Numbers are fixed: 1 video, 2 patch, 3 move, 4 cursor.

use super::Error;
use super::wire::{Reader, Writer};
use crate::limits;

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

/// How the pixels of a patch are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PatchEncoding {
    /// Rows of B, G, R, unused; one Zstandard frame (RFC 8878).
    ZstdBgrx = 1,
    /// A PNG file.
    Png = 2,
    /// At most 256 colours, as one Zstandard frame of: their number less one, the colours (B, G, R),
    /// then the colour's number for each pixel, row by row.
    ZstdIndexed = 3,
    /// What a prediction leaves, as one Zstandard frame of three planes: B - G, G, R - G. Each byte is
    /// its value less the median of its left neighbour, the one above, and their sum less the one
    /// between them (LOCO-I, ITU-T T.87, A.4.1), modulo 256; neighbours outside count as 0.
    ZstdResidual = 4,
}

/// What to do to the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// 1: decode, then paint only these rectangles of the decoded picture. Written as flags `u8`
    /// (bit 0: key), number of rectangles `u16`, the rectangles, length `u32`, the bytes.
    Video {
        /// Whether the access unit is an IDR picture.
        key: bool,
        /// What to paint.
        rects: Vec<Rect>,
        /// One H.264 access unit in Annex B form (ITU-T H.264).
        data: Vec<u8>,
    },
    /// 2: exact pixels. Written as encoding `u8`, the rectangle, length `u32`, the bytes.
    Patch {
        /// Where.
        rect: Rect,
        /// How the pixels are packed.
        encoding: PatchEncoding,
        /// The packed pixels.
        data: Vec<u8>,
    },
    /// 3: copy from elsewhere in the picture. Written as x `u16`, y `u16`, the rectangle.
    Move {
        /// Left edge of the source.
        from_x: u16,
        /// Upper edge of the source.
        from_y: u16,
        /// Where the copy goes; its size is the source's size.
        to: Rect,
    },
    /// 4: the mouse cursor, which is not part of the picture.
    Cursor(Cursor),
}

/// The mouse cursor. Written as form `u8` and its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// 0: not on this monitor.
    Hidden,
    /// 1: where its hot spot is, in pixels of the picture, `i32` each.
    Position {
        /// From the left.
        x: i32,
        /// From above.
        y: i32,
    },
    /// 2: what it looks like, until the next shape.
    Shape {
        /// The hot spot inside the shape, from the left.
        hot_x: u16,
        /// The hot spot inside the shape, from above.
        hot_y: u16,
        /// Width in pixels.
        width: u16,
        /// Height in pixels.
        height: u16,
        /// Rows of R, G, B, A, not premultiplied: `width * height * 4` bytes.
        rgba: Vec<u8>,
    },
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

    fn read(reader: &mut Reader<'_>, width: u16, height: u16) -> Result<Self, Error> {
        let rect = Self {
            x: reader.u16()?,
            y: reader.u16()?,
            width: reader.u16()?,
            height: reader.u16()?,
        };
        if rect.fits(width, height) { Ok(rect) } else { Err(Error::OutsidePicture) }
    }

    fn write(self, writer: &mut Writer) {
        writer.u16(self.x).u16(self.y).u16(self.width).u16(self.height);
    }
}

impl Operation {
    pub(super) fn read(reader: &mut Reader<'_>, width: u16, height: u16) -> Result<Self, Error> {
        match reader.u8()? {
            1 => {
                let key = reader.u8()? & 1 != 0;
                let count = usize::from(reader.u16()?);
                if count > limits::RECTANGLES {
                    return Err(Error::TooLarge);
                }
                let rects = (0..count)
                    .map(|_| Rect::read(reader, width, height))
                    .collect::<Result<_, _>>()?;
                Ok(Self::Video { key, rects, data: reader.sized()?.to_vec() })
            }
            2 => {
                let encoding = match reader.u8()? {
                    1 => PatchEncoding::ZstdBgrx,
                    2 => PatchEncoding::Png,
                    3 => PatchEncoding::ZstdIndexed,
                    4 => PatchEncoding::ZstdResidual,
                    other => return Err(Error::Unknown(other)),
                };
                let rect = Rect::read(reader, width, height)?;
                Ok(Self::Patch { rect, encoding, data: reader.sized()?.to_vec() })
            }
            3 => {
                let (from_x, from_y) = (reader.u16()?, reader.u16()?);
                let to = Rect::read(reader, width, height)?;
                let from = Rect { x: from_x, y: from_y, ..to };
                if from.fits(width, height) {
                    Ok(Self::Move { from_x, from_y, to })
                } else {
                    Err(Error::OutsidePicture)
                }
            }
            4 => Cursor::read(reader).map(Self::Cursor),
            other => Err(Error::Unknown(other)),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Video { key, rects, data } => {
                writer.u8(1).u8(u8::from(*key)).u16(rects.len() as u16);
                for rect in rects {
                    rect.write(writer);
                }
                writer.sized(data);
            }
            Self::Patch { rect, encoding, data } => {
                writer.u8(2).u8(*encoding as u8);
                rect.write(writer);
                writer.sized(data);
            }
            Self::Move { from_x, from_y, to } => {
                writer.u8(3).u16(*from_x).u16(*from_y);
                to.write(writer);
            }
            Self::Cursor(cursor) => {
                writer.u8(4);
                cursor.write(writer);
            }
        }
    }

    pub(super) fn encoded_bytes(&self) -> usize {
        match self {
            Self::Video { rects, data, .. } => 8 + 8 * rects.len() + data.len(),
            Self::Patch { data, .. } => 14 + data.len(),
            Self::Move { .. } => 13,
            Self::Cursor(Cursor::Shape { rgba, .. }) => 14 + rgba.len(),
            Self::Cursor(_) => 10,
        }
    }
}

impl Cursor {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        match reader.u8()? {
            0 => Ok(Self::Hidden),
            1 => Ok(Self::Position { x: reader.i32()?, y: reader.i32()? }),
            2 => {
                let (hot_x, hot_y) = (reader.u16()?, reader.u16()?);
                let (width, height) = (reader.u16()?, reader.u16()?);
                if width > limits::CURSOR_SIDE || height > limits::CURSOR_SIDE {
                    return Err(Error::TooLarge);
                }
                let rgba = reader.bytes(usize::from(width) * usize::from(height) * 4)?.to_vec();
                Ok(Self::Shape { hot_x, hot_y, width, height, rgba })
            }
            other => Err(Error::Unknown(other)),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Hidden => {
                writer.u8(0);
            }
            Self::Position { x, y } => {
                writer.u8(1).i32(*x).i32(*y);
            }
            Self::Shape { hot_x, hot_y, width, height, rgba } => {
                writer.u8(2).u16(*hot_x).u16(*hot_y).u16(*width).u16(*height).raw(rgba);
            }
        }
    }
}
