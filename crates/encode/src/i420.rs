//! The picture as H.264 wants it: planes of luma and halved chroma, BT.709, limited range. Only
//! what will be painted from the video is converted, with a margin for the filters.

use corporate_protocol::screen::Rect;
use yuv::{
    BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix,
    bgra_to_yuv420,
};

use crate::EncodeError;
use crate::picture::{BYTES_PER_PIXEL, Picture};

/// Conversion keeps to this grid: deblocking and the interpolation of chroma look across edges,
/// and what they see should be of the same picture.
const GRID: u32 = 16;
/// openh264 takes nothing smaller.
const LEAST_SIDE: u32 = 16;
/// Black in limited range, and no colour.
const BLACK: (u8, u8) = (16, 128);

/// Rows that are converted at once: with them the scratch memory stays in the processor's cache.
const STRIPE_ROWS: u16 = 16;

/// A picture of even size, black where nothing was converted yet.
pub(crate) struct I420 {
    width: u32,
    height: u32,
    planes: [Vec<u8>; 3],
    scratch: Scratch,
}

/// A stripe on its way. Crate `yuv` 0.8 gets it without any gap between rows and of even size: of
/// a part of a larger picture it converts more than it is asked to, and of odd sizes it panics.
#[derive(Default)]
struct Scratch {
    bgrx: Vec<u8>,
    planes: [Vec<u8>; 3],
}

impl I420 {
    /// A black picture that a picture of this size fits into.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let [width, height] = [width, height].map(|side| even(side).max(LEAST_SIDE));
        let luma = width as usize * height as usize;
        let planes = [vec![BLACK.0; luma], vec![BLACK.1; luma / 4], vec![BLACK.1; luma / 4]];
        Self { width, height, planes, scratch: Scratch::default() }
    }

    /// Width in pixels, even.
    pub(crate) const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, even.
    pub(crate) const fn height(&self) -> u32 {
        self.height
    }

    /// Luma, `width * height` bytes, and the two chroma planes, a quarter of it each.
    pub(crate) fn planes(&self) -> [&[u8]; 3] {
        self.planes.each_ref().map(Vec::as_slice)
    }

    /// Converts a rectangle of the picture, widened to the grid.
    pub(crate) fn convert(&mut self, picture: &Picture<'_>, rect: Rect) -> Result<(), EncodeError> {
        let rect = widened(rect, picture);
        for start in (0..rect.height).step_by(STRIPE_ROWS.into()) {
            let height = STRIPE_ROWS.min(rect.height - start);
            self.convert_stripe(picture, Rect { y: rect.y + start, height, ..rect })?;
        }
        Ok(())
    }

    fn convert_stripe(&mut self, picture: &Picture<'_>, rect: Rect) -> Result<(), EncodeError> {
        let (width, height) = (even(rect.width) as usize, even(rect.height) as usize);
        self.scratch.convert(picture, rect, width, height)?;
        let luma_stride = self.width as usize;
        for (index, (plane, stripe)) in self.planes.iter_mut().zip(&self.scratch.planes).enumerate()
        {
            let half = if index == 0 { 1 } else { 2 };
            let (x, y) = (usize::from(rect.x) / half, usize::from(rect.y) / half);
            for (row, pixels) in stripe.chunks_exact(width / half).enumerate() {
                let at = (y + row) * (luma_stride / half) + x;
                plane[at..at + pixels.len()].copy_from_slice(pixels);
            }
        }
        Ok(())
    }
}

impl Scratch {
    /// Converts a stripe; odd sides are made even by doubling the last column or row.
    fn convert(
        &mut self,
        picture: &Picture<'_>,
        rect: Rect,
        width: usize,
        height: usize,
    ) -> Result<(), EncodeError> {
        self.bgrx.clear();
        let rows = picture.rows(rect);
        for row in rows.clone().chain(rows.last()).take(height) {
            self.bgrx.extend_from_slice(row);
            let last = &row[row.len() - BYTES_PER_PIXEL..];
            (usize::from(rect.width)..width).for_each(|_| self.bgrx.extend_from_slice(last));
        }
        let [luma, blue, red] = &mut self.planes;
        luma.resize(width * height, 0);
        blue.resize(width * height / 4, 0);
        red.resize(width * height / 4, 0);
        let (stride, half) = (width as u32, width as u32 / 2);
        let mut target = YuvPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(luma),
            y_stride: stride,
            u_plane: BufferStoreMut::Borrowed(blue),
            u_stride: half,
            v_plane: BufferStoreMut::Borrowed(red),
            v_stride: half,
            width: stride,
            height: height as u32,
        };
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt709);
        let mode = YuvConversionMode::Balanced;
        bgra_to_yuv420(&mut target, &self.bgrx, stride * 4, range, matrix, mode).map_err(|error| {
            tracing::warn!(%error, "converting the picture");
            EncodeError::Picture
        })
    }
}

/// The next even number.
fn even(side: u16) -> u32 {
    u32::from(side).next_multiple_of(2)
}

/// The rectangle widened to the grid, cut at the picture's edges.
fn widened(rect: Rect, picture: &Picture<'_>) -> Rect {
    let side = |start: u16, length: u16, most: u16| {
        let end = (u32::from(start) + u32::from(length)).next_multiple_of(GRID);
        let start = u32::from(start) / GRID * GRID;
        (start as u16, (end.min(most.into()) - start) as u16)
    };
    let (x, width) = side(rect.x, rect.width, picture.width());
    let (y, height) = side(rect.y, rect.height, picture.height());
    Rect { x, y, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(width: u16, height: u16, rect: Rect) -> I420 {
        let bytes = [255, 255, 255, 0].repeat(usize::from(width) * usize::from(height));
        let stride = usize::from(width) * BYTES_PER_PIXEL;
        let picture = Picture::new(width, height, stride, &bytes).expect("a picture");
        let mut i420 = I420::new(width, height);
        i420.convert(&picture, rect).expect("a conversion");
        i420
    }

    #[test]
    fn white_is_235_and_has_no_colour() {
        let i420 = converted(64, 48, Rect { x: 0, y: 0, width: 64, height: 48 });
        let [luma, blue, red] = i420.planes();
        assert!(luma.iter().all(|value| *value == 235));
        assert!(blue.iter().chain(red).all(|value| *value == 128));
    }

    #[test]
    fn only_the_damaged_blocks_are_converted() {
        let i420 = converted(64, 48, Rect { x: 17, y: 20, width: 3, height: 2 });
        let white: Vec<usize> =
            (0..64 * 48).filter(|index| i420.planes()[0][*index] == 235).collect();
        assert_eq!(white.len(), 256);
        assert!(white.iter().all(|index| index % 64 / 16 == 1 && index / 64 / 16 == 1));
    }

    #[test]
    fn odd_and_tiny_sizes_are_padded() {
        for (width, height) in [(1, 1), (3, 17), (17, 3), (65, 33), (16, 16)] {
            let i420 = converted(width, height, Rect { x: 0, y: 0, width, height });
            assert!(i420.width() >= 16 && i420.width().is_multiple_of(2), "{width}x{height}");
            assert_eq!(i420.planes()[0][0], 235, "{width}x{height}");
            let last = (u32::from(height) - 1) * i420.width() + u32::from(width) - 1;
            assert_eq!(i420.planes()[0][last as usize], 235, "{width}x{height}");
        }
    }
}
