//! The picture as H.264 wants it: planes of luma and halved chroma, BT.709, limited range. Only
//! what will be painted from the video is converted, with a margin for the filters.

use corporate_protocol::screen::Rect;
use yuv::{
    BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix,
    bgra_to_yuv420,
};

use crate::EncodeError;
use crate::picture::Picture;

/// Conversion keeps to this grid: deblocking and the interpolation of chroma look across edges,
/// and what they see should be of the same picture.
const GRID: u32 = 16;
/// openh264 takes nothing smaller.
const LEAST_SIDE: u32 = 16;
/// Black in limited range, and no colour.
const BLACK: (u8, u8) = (16, 128);

/// A picture of even size, black where nothing was converted yet.
pub(crate) struct I420 {
    width: u32,
    height: u32,
    planes: [Vec<u8>; 3],
}

impl I420 {
    /// A black picture that a picture of this size fits into.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let [width, height] =
            [width, height].map(|side| u32::from(side).next_multiple_of(2).max(LEAST_SIDE));
        let luma = width as usize * height as usize;
        let planes = [vec![BLACK.0; luma], vec![BLACK.1; luma / 4], vec![BLACK.1; luma / 4]];
        Self { width, height, planes }
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
        let (x, y) = (usize::from(rect.x), usize::from(rect.y));
        let (luma_stride, chroma_stride) = (self.width as usize, self.width as usize / 2);
        let chroma = y / 2 * chroma_stride + x / 2;
        let [luma, blue, red] = &mut self.planes;
        let mut target = YuvPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(&mut luma[y * luma_stride + x..]),
            y_stride: luma_stride as u32,
            u_plane: BufferStoreMut::Borrowed(&mut blue[chroma..]),
            u_stride: chroma_stride as u32,
            v_plane: BufferStoreMut::Borrowed(&mut red[chroma..]),
            v_stride: chroma_stride as u32,
            width: rect.width.into(),
            height: rect.height.into(),
        };
        let (source, stride) = picture.from(rect.x, rect.y);
        bgra_to_yuv420(
            &mut target,
            source,
            stride as u32,
            YuvRange::Limited,
            YuvStandardMatrix::Bt709,
            YuvConversionMode::Balanced,
        )
        .map_err(|error| {
            tracing::warn!(%error, "converting the picture");
            EncodeError::Picture
        })
    }
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
    use crate::picture::BYTES_PER_PIXEL;

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
            assert!(i420.width() >= 16 && i420.width() % 2 == 0, "{width}x{height}");
            assert_eq!(i420.planes()[0][0], 235, "{width}x{height}");
            let last = (u32::from(height) - 1) * i420.width() + u32::from(width) - 1;
            assert_eq!(i420.planes()[0][last as usize], 235, "{width}x{height}");
        }
    }
}
