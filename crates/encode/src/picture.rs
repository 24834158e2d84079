//! The pixels that the encoder reads, borrowed from whoever captured them.

use corporate_protocol::limits;
use corporate_protocol::screen::Rect;

use crate::EncodeError;

/// Bytes of one pixel: B, G, R and one that is not looked at.
pub(crate) const BYTES_PER_PIXEL: usize = 4;

/// A whole picture: rows of B, G, R, X.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    width: u16,
    height: u16,
    stride: usize,
    bytes: &'a [u8],
}

impl<'a> Picture<'a> {
    /// Borrows a picture; `stride` is the number of bytes from one row to the next.
    ///
    /// # Errors
    /// [`EncodeError::Size`] for a size that no frame can have, [`EncodeError::Picture`] where
    /// the bytes are too few for it.
    pub fn new(
        width: u16,
        height: u16,
        stride: usize,
        bytes: &'a [u8],
    ) -> Result<Self, EncodeError> {
        let sides = 1..=limits::PICTURE_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(EncodeError::Size { width, height });
        }
        let row_bytes = usize::from(width) * BYTES_PER_PIXEL;
        let needed = stride.checked_mul(usize::from(height) - 1).map(|rows| rows + row_bytes);
        if stride < row_bytes || needed.is_none_or(|needed| bytes.len() < needed) {
            return Err(EncodeError::Picture);
        }
        Ok(Self { width, height, stride, bytes })
    }

    /// Width in pixels.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Height in pixels.
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// The rows of a rectangle inside the picture, each `rect.width` pixels.
    pub(crate) fn rows(&self, rect: Rect) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let left = usize::from(rect.x) * BYTES_PER_PIXEL;
        let row_bytes = usize::from(rect.width) * BYTES_PER_PIXEL;
        let (stride, bytes) = (self.stride, self.bytes);
        (usize::from(rect.y)..usize::from(rect.y) + usize::from(rect.height)).map(move |row| {
            let start = row * stride + left;
            &bytes[start..start + row_bytes]
        })
    }
}

/// Shows the size only: what is on a screen has no place in a log.
impl std::fmt::Debug for Picture<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Picture({}x{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_must_have_all_its_bytes() {
        let bytes = [0; 4 * 4 * 3];
        assert!(Picture::new(4, 3, 16, &bytes).is_ok());
        // The last row needs no padding behind it.
        assert!(Picture::new(3, 3, 16, &bytes[..16 * 2 + 12]).is_ok());
        assert_eq!(Picture::new(4, 3, 16, &bytes[1..]).err(), Some(EncodeError::Picture));
        assert_eq!(Picture::new(4, 3, 15, &bytes).err(), Some(EncodeError::Picture));
        assert_eq!(Picture::new(4, 3, usize::MAX, &bytes).err(), Some(EncodeError::Picture));
        for (width, height) in [(0, 3), (3, 0), (16_385, 1), (1, 16_385)] {
            let refused = Picture::new(width, height, 1 << 20, &bytes).err();
            assert_eq!(refused, Some(EncodeError::Size { width, height }));
        }
    }
}
