//! The encoder: chooses the tool for each update and remembers what the viewer holds inexactly.

use std::time::Instant;

use corporate_protocol::limits;
use corporate_protocol::screen::{Operation, PatchEncoding, Rect};

use crate::EncodeError;
use crate::picture::Picture;

/// How to encode.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes that one update with motion should have at most; quality follows from it.
    pub update_bytes: usize,
    /// Bytes that one step of sharpening has at most.
    pub sharpen_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { update_bytes: 64 * 1024, sharpen_bytes: 64 * 1024 }
    }
}

/// What becomes of one update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoded {
    /// What the viewer has to do, in this order. Empty where there is nothing to do.
    pub operations: Vec<Operation>,
    /// Whether the whole picture follows from these operations alone: goes into the frame's flag.
    pub refresh: bool,
    /// Converting and encoding, in microseconds.
    pub encode_us: u32,
}

/// Encodes the pictures of one monitor for one stream of frames.
pub struct Encoder {
    width: u16,
    height: u16,
    started: bool,
}

impl Encoder {
    /// Makes an encoder for pictures of this size.
    ///
    /// # Errors
    /// [`EncodeError::Size`] for a size that no frame can have, [`EncodeError::Video`] where
    /// openh264 cannot be set up.
    pub fn new(width: u16, height: u16, _options: Options) -> Result<Self, EncodeError> {
        let sides = 1..=limits::PICTURE_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(EncodeError::Size { width, height });
        }
        Ok(Self { width, height, started: false })
    }

    /// Encodes what is new. `picture` is the whole picture as it is now, `damage` what differs
    /// from the picture of the call before; rectangles outside are cut, in any order and number.
    /// `refresh` (new viewer, its decoder failed) makes the whole picture anew; so does the first
    /// call. `now` never goes back from call to call.
    ///
    /// Call it only when the operations will be sent: the viewer must get every one of them.
    ///
    /// # Errors
    /// [`EncodeError::Picture`] where the picture has another size; [`EncodeError::Video`] and
    /// [`EncodeError::Pack`] where encoding fails: the next call must then be a refresh.
    pub fn encode(
        &mut self,
        picture: &Picture<'_>,
        damage: &[Rect],
        refresh: bool,
        now: Instant,
    ) -> Result<Encoded, EncodeError> {
        let _ = now;
        if (picture.width(), picture.height()) != (self.width, self.height) {
            return Err(EncodeError::Picture);
        }
        let refresh = refresh || !std::mem::replace(&mut self.started, true);
        let whole = [Rect { x: 0, y: 0, width: self.width, height: self.height }];
        let start = Instant::now();
        let operations = if refresh { &whole } else { damage }
            .iter()
            .filter(|rect| rect.fits(self.width, self.height))
            .map(|rect| {
                let bytes = picture.rows(*rect).collect::<Vec<_>>().concat();
                let data = zstd::bulk::compress(&bytes, 1)
                    .map_err(|error| EncodeError::Pack(error.to_string()))?;
                Ok(Operation::Patch { rect: *rect, encoding: PatchEncoding::ZstdBgrx, data })
            })
            .collect::<Result<_, EncodeError>>()?;
        Ok(Encoded { operations, refresh, encode_us: start.elapsed().as_micros() as u32 })
    }

    /// Makes a part of what the viewer holds inexactly exact, in one step of bounded bytes; `None`
    /// where nothing has stood still long enough. Call it only while nothing new waits, with the
    /// picture of the latest [`Encoder::encode`] or a newer one.
    ///
    /// # Errors
    /// As [`Encoder::encode`].
    pub fn sharpen(
        &mut self,
        _picture: &Picture<'_>,
        _now: Instant,
    ) -> Result<Option<Encoded>, EncodeError> {
        Ok(None)
    }

    /// When [`Encoder::sharpen`] has something to do; `None` while everything is exact.
    pub fn sharpen_at(&self) -> Option<Instant> {
        None
    }

    /// How much of the picture the viewer holds exactly, 0.0 to 1.0.
    pub fn exact_share(&self) -> f32 {
        1.0
    }

    /// Sets [`Options::update_bytes`] from now on, as the line allows.
    pub fn set_update_bytes(&mut self, _update_bytes: usize) {}
}
