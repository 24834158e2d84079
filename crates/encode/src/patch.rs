//! Packs exact pixels in the form that takes fewest bytes: as numbers of colours where there are
//! few; where there are many as planes, of photographs what a prediction leaves of these. Each is one
//! Zstandard frame of level 1, in pieces that a browser unpacks in well under a millisecond.

mod palette;
mod residual;

use corporate_protocol::screen::{Operation, PatchEncoding, Rect};
use zstd::bulk::Compressor;

use self::palette::Palette;
use self::residual::Residual;
use crate::EncodeError;
use crate::picture::Picture;
use crate::region;
use crate::tiles::SIDE;

/// Pixels of a piece, at most.
const PIECE_PIXELS: u32 = 1 << 16;
/// The widest and the highest piece; whole tiles.
const PIECE_WIDTH: u16 = 1_024;
const PIECE_HEIGHT: u16 = 1_024;
/// Rows of which one is looked at to tell text from photographs.
const LOOK_EVERY: usize = 4;
/// Higher levels cost several times as much for a fiftieth of the bytes.
const LEVEL: i32 = 1;

/// Packs patches with memory that it keeps.
pub(crate) struct Packer {
    compressor: Compressor<'static>,
    palette: Palette,
    residual: Residual,
}

impl Packer {
    pub(crate) fn new() -> Result<Self, EncodeError> {
        let compressor = Compressor::new(LEVEL).map_err(|error| failed(&error))?;
        Ok(Self { compressor, palette: Palette::default(), residual: Residual::default() })
    }

    /// Packs a piece as [`pieces`] cuts them and adds its patches to `patches`.
    pub(crate) fn pack(
        &mut self,
        picture: &Picture<'_>,
        piece: Rect,
        patches: &mut Vec<Operation>,
    ) -> Result<(), EncodeError> {
        let (encoding, bytes) = match self.palette.pack(picture.rows(piece)) {
            Some(bytes) => (PatchEncoding::ZstdIndexed, bytes),
            None if is_flat(picture, piece) => {
                (PatchEncoding::ZstdPlanes, self.residual.planes(&picture.rows(piece)))
            }
            // Icons and photographs among text take their own form, and the text around them keeps its.
            None if piece.width.max(piece.height) > SIDE => {
                for quarter in quarters(piece) {
                    self.pack(picture, quarter, patches)?;
                }
                return Ok(());
            }
            None => {
                let rows = picture.rows(piece);
                (PatchEncoding::ZstdResidual, self.residual.pack(&rows, piece.width.into()))
            }
        };
        let data = self.compressor.compress(bytes).map_err(|error| failed(&error))?;
        patches.push(Operation::Patch { rect: piece, encoding, data });
        Ok(())
    }
}

/// Whether half of the pixels have the colour of their left neighbour, as far as some rows tell: text
/// of several colours, and not a photograph.
fn is_flat(picture: &Picture<'_>, piece: Rect) -> bool {
    let (mut same, mut all) = (0, 0);
    for row in picture.rows(piece).step_by(LOOK_EVERY) {
        let pixels = row.as_chunks::<4>().0;
        same += pixels.windows(2).filter(|pair| pair[0][..3] == pair[1][..3]).count();
        all += pixels.len();
    }
    same * 2 >= all
}

/// Cuts a rectangle into pieces, wide ones, since what lies side by side is most alike; along whole
/// tiles, so that a tile that is covered is covered by one of them or by parts of whole cells.
pub(crate) fn pieces(rect: Rect) -> impl Iterator<Item = Rect> {
    let width = rect.width.next_multiple_of(SIDE).min(PIECE_WIDTH);
    let height = (PIECE_PIXELS / u32::from(width)).min(PIECE_HEIGHT.into()) as u16 / SIDE * SIDE;
    region::pieces(rect, width, height)
}

/// A rectangle's parts between lines that are half as far apart.
fn quarters(rect: Rect) -> impl Iterator<Item = Rect> {
    let half = |side: u16| side.div_ceil(2).next_multiple_of(SIDE);
    region::pieces(rect, half(rect.width), half(rect.height))
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

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
        Rect { x, y, width, height }
    }

    #[test]
    fn pieces_cover_a_rectangle_once_and_stay_small() {
        for whole in [rect(5, 6, 1_920, 1_080), rect(0, 0, 1, 16_384), rect(3, 3, 16_000, 1)] {
            let cut: Vec<Rect> = pieces(whole).collect();
            assert_eq!(cut.iter().map(Rect::area).sum::<u64>(), whole.area());
            assert!(cut.iter().all(|piece| piece.area() <= PIECE_PIXELS.into()), "{cut:?}");
            assert!(cut.iter().all(|piece| region::intersection(*piece, whole) == Some(*piece)));
        }
    }

    #[test]
    fn quarters_end() {
        let mut rects = vec![rect(0, 0, 1_024, 65), rect(9, 9, 65, 64), rect(0, 0, 256, 256)];
        while let Some(one) = rects.pop() {
            if one.width.max(one.height) > SIDE {
                let parts: Vec<Rect> = quarters(one).collect();
                assert!(parts.len() > 1, "{one:?}");
                assert_eq!(parts.iter().map(Rect::area).sum::<u64>(), one.area());
                rects.extend(parts);
            }
        }
    }

    #[test]
    fn a_photograph_beside_text_takes_a_form_of_its_own() {
        let side = 256_u16;
        let mut bytes = [255, 255, 255, 9].repeat(usize::from(side) * usize::from(side));
        for (index, pixel) in bytes.chunks_exact_mut(4).enumerate() {
            let (x, y) = (index % 256, index / 256);
            if x < 192 && y < 192 {
                pixel[..3].copy_from_slice(&[x as u8, y as u8, (x * y) as u8]);
            }
        }
        let picture = Picture::new(side, side, 1_024, &bytes).expect("a picture");
        let mut patches = Vec::new();
        let mut packer = Packer::new().expect("a packer");
        packer.pack(&picture, rect(0, 0, side, side), &mut patches).expect("patches");
        let residuals: Vec<Rect> = patches
            .iter()
            .filter_map(|patch| match patch {
                Operation::Patch { rect, encoding: PatchEncoding::ZstdResidual, .. } => Some(*rect),
                _ => None,
            })
            .collect();
        assert!(residuals.len() >= 4, "{residuals:?}");
        assert!(residuals.iter().all(|rect| rect.x < 192 && rect.y < 192), "{residuals:?}");
        assert!(patches.len() > residuals.len(), "the rest is white");
    }
}
