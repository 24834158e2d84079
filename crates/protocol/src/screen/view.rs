//! A frame read in place: checked as a whole, and nothing of it copied. The portal looks at every
//! frame like this; [`Frame`](super::Frame) is made from it, so that both agree on what is one.

use super::frame::Header;
use super::operation::PatchEncoding;
use super::rect::{RECT_BYTES, Rect};
use super::wire::Reader;
use super::{Error, FrameTimes, Kind, begin};
use crate::limits;

/// One update of a monitor's picture, still in the message that it came in. Fields as in
/// [`Frame`](super::Frame).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameView<'a> {
    /// 1, 2, 3, … for each screen socket of an app.
    pub sequence: u32,
    /// Which monitor, counted from 0.
    pub monitor: u16,
    /// Width of the monitor's picture in pixels.
    pub width: u16,
    /// Height of the monitor's picture in pixels.
    pub height: u16,
    /// Whether the whole picture follows from this frame alone.
    pub refresh: bool,
    /// When things were done.
    pub times: FrameTimes,
    /// All operations, each of which has been read once.
    operations: &'a [u8],
}

/// An operation, still in its message. Fields as in [`Operation`](super::Operation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationView<'a> {
    /// 1: H.264, painted inside its rectangles.
    Video {
        /// Whether the access unit is an IDR picture.
        key: bool,
        /// What to paint.
        rects: RectsView<'a>,
        /// One H.264 access unit.
        data: &'a [u8],
    },
    /// 2: exact pixels.
    Patch {
        /// Where.
        rect: Rect,
        /// How the pixels are packed.
        encoding: PatchEncoding,
        /// The packed pixels.
        data: &'a [u8],
    },
    /// 3: copied from elsewhere in the picture.
    Move {
        /// Left edge of the source.
        from_x: u16,
        /// Upper edge of the source.
        from_y: u16,
        /// Where the copy goes.
        to: Rect,
    },
    /// 4, form 0: the cursor is not on this monitor.
    CursorHidden,
    /// 4, form 1: where the cursor's hot spot is.
    CursorAt {
        /// From the left.
        x: i32,
        /// From above.
        y: i32,
    },
    /// 4, form 2: what the cursor looks like.
    CursorShape {
        /// The hot spot inside the shape, from the left.
        hot_x: u16,
        /// The hot spot inside the shape, from above.
        hot_y: u16,
        /// Width in pixels.
        width: u16,
        /// Height in pixels.
        height: u16,
        /// Rows of R, G, B, A.
        rgba: &'a [u8],
    },
}

/// The rectangles of a video operation, still in their message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RectsView<'a>(&'a [u8]);

impl<'a> FrameView<'a> {
    /// Checks one whole message, as [`Message::decode`](super::Message::decode) does.
    ///
    /// # Errors
    /// [`Error`] for anything that is not exactly one frame of this version; [`Error::Unknown`]
    /// with the kind for a message that is none.
    pub fn check(bytes: &'a [u8]) -> Result<Self, Error> {
        let (kind, mut reader) = begin(bytes)?;
        if kind != Kind::Frame as u8 {
            return Err(Error::Unknown(kind));
        }
        let frame = Self::read(&mut reader)?;
        reader.finish()?;
        Ok(frame)
    }

    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let Header { sequence, monitor, width, height, refresh, count, times } =
            Header::read(reader)?;
        let from = *reader;
        for _ in 0..count {
            OperationView::read(reader, width, height)?;
        }
        let operations = from.before(reader);
        Ok(Self { sequence, monitor, width, height, refresh, times, operations })
    }

    /// What to do to the picture, in this order.
    pub fn operations(&self) -> impl Iterator<Item = OperationView<'a>> + use<'a> {
        let (width, height) = (self.width, self.height);
        let mut reader = Reader::new(self.operations);
        // Each was read before, so that only the end stops it.
        std::iter::from_fn(move || OperationView::read(&mut reader, width, height).ok())
    }
}

impl<'a> OperationView<'a> {
    fn read(reader: &mut Reader<'a>, width: u16, height: u16) -> Result<Self, Error> {
        match reader.u8()? {
            1 => {
                let key = reader.u8()? & 1 != 0;
                let count = usize::from(reader.u16()?);
                let rects = RectsView::read(reader, count, width, height)?;
                Ok(Self::Video { key, rects, data: reader.sized()? })
            }
            2 => {
                let encoding = match reader.u8()? {
                    1 => PatchEncoding::ZstdBgrx,
                    2 => PatchEncoding::Png,
                    3 => PatchEncoding::ZstdIndexed,
                    4 => PatchEncoding::ZstdResidual,
                    5 => PatchEncoding::ZstdPlanes,
                    other => return Err(Error::Unknown(other)),
                };
                let rect = Rect::read(reader, width, height)?;
                Ok(Self::Patch { rect, encoding, data: reader.sized()? })
            }
            3 => {
                let (from_x, from_y) = (reader.u16()?, reader.u16()?);
                let to = Rect::read(reader, width, height)?;
                let from = Rect { x: from_x, y: from_y, ..to };
                let inside = from.fits(width, height);
                if inside {
                    Ok(Self::Move { from_x, from_y, to })
                } else {
                    Err(Error::OutsidePicture)
                }
            }
            4 => Self::read_cursor(reader),
            other => Err(Error::Unknown(other)),
        }
    }

    fn read_cursor(reader: &mut Reader<'a>) -> Result<Self, Error> {
        match reader.u8()? {
            0 => Ok(Self::CursorHidden),
            1 => Ok(Self::CursorAt { x: reader.i32()?, y: reader.i32()? }),
            2 => {
                let (hot_x, hot_y) = (reader.u16()?, reader.u16()?);
                let (width, height) = (reader.u16()?, reader.u16()?);
                if width > limits::CURSOR_SIDE || height > limits::CURSOR_SIDE {
                    return Err(Error::TooLarge);
                }
                let rgba = reader.bytes(usize::from(width) * usize::from(height) * 4)?;
                Ok(Self::CursorShape { hot_x, hot_y, width, height, rgba })
            }
            other => Err(Error::Unknown(other)),
        }
    }
}

impl<'a> RectsView<'a> {
    fn read(reader: &mut Reader<'a>, count: usize, width: u16, height: u16) -> Result<Self, Error> {
        if count > limits::RECTANGLES {
            return Err(Error::TooLarge);
        }
        let from = *reader;
        for _ in 0..count {
            Rect::read(reader, width, height)?;
        }
        Ok(Self(from.before(reader)))
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Rect> + use<'a> {
        self.0.as_chunks::<RECT_BYTES>().0.iter().copied().map(Rect::of_bytes)
    }
}
