//! What a cursor looks like, made of the two bitmaps that Windows keeps of it. Knows no system call.

use crate::CursorShape;

const BLACK: [u8; 4] = [0, 0, 0, 255];
const WHITE: [u8; 4] = [255; 4];
const NOTHING: [u8; 4] = [0; 4];

/// A picture of 0xXXRRGGBB pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bitmap {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u32>,
}

impl Bitmap {
    fn is_set(&self, index: usize) -> bool {
        self.pixels.get(index).is_some_and(|pixel| pixel & 0x00ff_ffff != 0)
    }
}

/// What is drawn at one pixel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dot {
    Colour([u8; 4]),
    /// The picture below is inverted.
    Inverted,
}

/// Makes a shape of `mask` (set: the picture shows through) and, where the cursor has one,
/// `colour`; without it the lower half of `mask` says black or white, or inverted where the
/// picture shows through. What is inverted becomes black with a white edge, seen on everything.
/// `None` where a bitmap is smaller than it says.
pub(super) fn shape(mask: &Bitmap, colour: Option<&Bitmap>, hot: [u32; 2]) -> Option<CursorShape> {
    let (width, height) =
        colour.map_or((mask.width, mask.height / 2), |colour| (colour.width, colour.height));
    let count = width.checked_mul(height)?;
    let whole = |bitmap: &Bitmap| bitmap.pixels.len() >= count;
    let dots: Vec<Dot> = if let Some(colour) = colour.filter(|colour| whole(colour)) {
        let alpha = colour.pixels.iter().any(|pixel| pixel >> 24 != 0);
        (0..count).map(|index| coloured(mask, colour.pixels[index], index, alpha)).collect()
    } else if colour.is_none() && mask.pixels.len() >= count * 2 {
        (0..count).map(|index| monochrome(mask.is_set(index), mask.is_set(count + index))).collect()
    } else {
        return None;
    };
    let argb: Vec<u32> = painted(&dots, width).map(premultiplied).collect();
    let [width, height] = [width, height].map(|side| u16::try_from(side).ok());
    let hot = hot.map(|side| side.min(u16::MAX.into()) as u16);
    CursorShape::from_premultiplied([width?, height?], hot, &argb)
}

fn monochrome(through: bool, set: bool) -> Dot {
    match (through, set) {
        (true, false) => Dot::Colour(NOTHING),
        (true, true) => Dot::Inverted,
        (false, false) => Dot::Colour(BLACK),
        (false, true) => Dot::Colour(WHITE),
    }
}

/// One pixel of a cursor with colours; the mask counts only where no pixel of it has an alpha.
fn coloured(mask: &Bitmap, pixel: u32, index: usize, alpha: bool) -> Dot {
    let [blue, green, red, opacity] = pixel.to_le_bytes();
    if alpha {
        return Dot::Colour([red, green, blue, opacity]);
    }
    match (mask.is_set(index), pixel & 0x00ff_ffff) {
        (false, _) => Dot::Colour([red, green, blue, 255]),
        (true, 0) => Dot::Colour(NOTHING),
        (true, _) => Dot::Inverted,
    }
}

/// Inverted dots in black, and white where nothing is beside one.
fn painted(dots: &[Dot], width: usize) -> impl Iterator<Item = [u8; 4]> {
    dots.iter().enumerate().map(move |(index, dot)| match dot {
        Dot::Inverted => BLACK,
        Dot::Colour([_, _, _, 0]) if beside(dots, width, index) => WHITE,
        Dot::Colour(colour) => *colour,
    })
}

/// Whether one of a dot's eight neighbours is inverted.
fn beside(dots: &[Dot], width: usize, index: usize) -> bool {
    let (x, y) = (index % width, index / width);
    let rows = y.saturating_sub(1)..=y + 1;
    rows.flat_map(|row| {
        (x.saturating_sub(1)..=(x + 1).min(width - 1)).map(move |x| row * width + x)
    })
    .any(|at| dots.get(at) == Some(&Dot::Inverted))
}

fn premultiplied([red, green, blue, alpha]: [u8; 4]) -> u32 {
    let part = |part: u8| ((u32::from(part) * u32::from(alpha) + 127) / 255) as u8;
    u32::from_le_bytes([part(blue), part(green), part(red), alpha])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bitmap(width: usize, pixels: &[u32]) -> Bitmap {
        Bitmap { width, height: pixels.len() / width, pixels: pixels.to_vec() }
    }

    fn pixels(shape: &CursorShape) -> Vec<[u8; 4]> {
        shape.rgba.chunks(4).map(|pixel| pixel.try_into().expect("four bytes")).collect()
    }

    #[test]
    fn two_colours_come_out_of_the_two_halves_of_a_mask() {
        let w = 0x00ff_ffff;
        let mask = bitmap(3, &[w, 0, 0, /* lower half */ 0, 0, w]);
        let shape = shape(&mask, None, [1, 0]).expect("a shape");
        assert_eq!((shape.width, shape.height, shape.hot_x, shape.hot_y), (3, 1, 1, 0));
        assert_eq!(pixels(&shape), [NOTHING, BLACK, WHITE]);
    }

    #[test]
    fn what_is_inverted_is_black_with_a_white_edge() {
        let w = 0x00ff_ffff;
        let mask = bitmap(4, &[w, w, w, w, /* lower half */ 0, w, 0, 0]);
        let shape = shape(&mask, None, [0, 0]).expect("a shape");
        assert_eq!(pixels(&shape), [WHITE, BLACK, WHITE, NOTHING]);
    }

    #[test]
    fn colours_have_their_alpha_or_the_mask() {
        let mask = bitmap(3, &[0, 0x00ff_ffff, 0x00ff_ffff]);
        let plain = bitmap(3, &[0x0011_2233, 0, 0x00ff_ffff]);
        let masked = shape(&mask, Some(&plain), [0, 0]).expect("a shape");
        assert_eq!(pixels(&masked), [[0x11, 0x22, 0x33, 255], WHITE, BLACK]);
        let clear = bitmap(3, &[0xff11_2233, 0x80ff_0000, 0]);
        let alpha = shape(&mask, Some(&clear), [0, 0]).expect("a shape");
        assert_eq!(pixels(&alpha), [[0x11, 0x22, 0x33, 255], [255, 0, 0, 0x80], NOTHING]);
    }

    #[test]
    fn bitmaps_that_are_too_small_are_refused() {
        let short = Bitmap { width: 4, height: 4, pixels: vec![0; 7] };
        assert_eq!(shape(&short, None, [0, 0]), None);
        assert_eq!(shape(&short, Some(&short), [0, 0]), None);
        assert!(shape(&Bitmap::default(), None, [0, 0]).is_some());
    }
}
