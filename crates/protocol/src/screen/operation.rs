//! The operations of a frame. Numbers are fixed: 1 video, 2 patch, 3 move, 4 cursor.

use super::rect::Rect;
use super::view::OperationView;
use super::wire::Writer;

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
    /// The same three planes without any prediction, as one Zstandard frame.
    ZstdPlanes = 5,
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

impl Operation {
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

impl From<OperationView<'_>> for Operation {
    fn from(view: OperationView<'_>) -> Self {
        match view {
            OperationView::Video { key, rects, data } => {
                Self::Video { key, rects: rects.iter().collect(), data: data.to_vec() }
            }
            OperationView::Patch { rect, encoding, data } => {
                Self::Patch { rect, encoding, data: data.to_vec() }
            }
            OperationView::Move { from_x, from_y, to } => Self::Move { from_x, from_y, to },
            OperationView::CursorHidden => Self::Cursor(Cursor::Hidden),
            OperationView::CursorAt { x, y } => Self::Cursor(Cursor::Position { x, y }),
            OperationView::CursorShape { hot_x, hot_y, width, height, rgba } => {
                Self::Cursor(Cursor::Shape { hot_x, hot_y, width, height, rgba: rgba.to_vec() })
            }
        }
    }
}
