//! Packs exact pixels: rows of B, G, R, 0 as one Zstandard frame at level 1, in pieces that a
//! browser unpacks in well under a millisecond.

use corporate_protocol::screen::{Operation, PatchEncoding, Rect};
use zstd::bulk::Compressor;

use crate::EncodeError;
use crate::picture::{BYTES_PER_PIXEL, Picture};

/// Pixels along one side of a patch, at most.
pub(crate) const SIDE: u16 = 256;
/// Higher levels cost several times as much for a tenth of the bytes.
const LEVEL: i32 = 1;

/// Packs patches with memory that it keeps.
pub(crate) struct Packer {
    compressor: Compressor<'static>,
    pixels: Vec<u8>,
}

impl Packer {
    pub(crate) fn new() -> Result<Self, EncodeError> {
        let compressor = Compressor::new(LEVEL).map_err(|error| failed(&error))?;
        Ok(Self { compressor, pixels: Vec::new() })
    }

    /// Packs a rectangle of at most [`SIDE`] by [`SIDE`] pixels.
    pub(crate) fn pack(
        &mut self,
        picture: &Picture<'_>,
        rect: Rect,
    ) -> Result<Operation, EncodeError> {
        self.pixels.clear();
        for row in picture.rows(rect) {
            self.pixels.extend_from_slice(row);
        }
        // The fourth byte means nothing; always the same it costs nothing.
        for pixel in self.pixels.chunks_exact_mut(BYTES_PER_PIXEL) {
            pixel[3] = 0;
        }
        let data = self.compressor.compress(&self.pixels).map_err(|error| failed(&error))?;
        Ok(Operation::Patch { rect, encoding: PatchEncoding::ZstdBgrx, data })
    }
}

/// Bytes that an operation carries.
pub(crate) fn bytes_of(operation: &Operation) -> usize {
    match operation {
        Operation::Patch { data, .. } | Operation::Video { data, .. } => data.len(),
        Operation::Move { .. } | Operation::Cursor(_) => 0,
    }
}

fn failed(error: &std::io::Error) -> EncodeError {
    EncodeError::Pack(error.to_string())
}
