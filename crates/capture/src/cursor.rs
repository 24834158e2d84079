//! The mouse cursor, which is no part of the picture and travels apart from it.

use std::sync::Arc;

/// What changed about the cursor since the update before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CursorUpdate {
    /// A new shape; none where it looks as before.
    pub shape: Option<Arc<CursorShape>>,
    /// A new position; none where it stands as before.
    pub position: Option<CursorPosition>,
}

/// Where the cursor's hot spot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorPosition {
    /// Not on this monitor.
    Elsewhere,
    /// In pixels of the monitor's picture.
    At {
        /// From the left.
        x: i32,
        /// From above.
        y: i32,
    },
}

/// What the cursor looks like. At most 256 pixels wide and high.
#[derive(Clone, PartialEq, Eq)]
pub struct CursorShape {
    /// The hot spot inside the shape, from the left.
    pub hot_x: u16,
    /// The hot spot inside the shape, from above.
    pub hot_y: u16,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// Rows of R, G, B, A, not premultiplied: `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

/// Pixels along one side of a cursor; a larger one is cut.
const CURSOR_SIDE: u16 = 256;

impl CursorShape {
    /// Makes a shape of premultiplied 0xAARRGGBB pixels, as systems give them; `None` where
    /// there are fewer pixels than the size says. `size` is width and height, `hot` the hot spot.
    pub fn from_premultiplied(size: [u16; 2], hot: [u16; 2], argb: &[u32]) -> Option<Self> {
        let across = usize::from(size[0]);
        if argb.len() < across * usize::from(size[1]) {
            return None;
        }
        let [width, height] = size.map(|side| side.min(CURSOR_SIDE));
        let mut rgba = Vec::with_capacity(usize::from(width) * usize::from(height) * 4);
        for row in argb.chunks_exact(across.max(1)).take(usize::from(height)) {
            rgba.extend(row.iter().take(usize::from(width)).flat_map(|pixel| straight(*pixel)));
        }
        let [hot_x, hot_y] = [hot[0].min(width), hot[1].min(height)];
        Some(Self { hot_x, hot_y, width, height, rgba })
    }
}

/// One premultiplied pixel as R, G, B, A with the alpha taken out again.
fn straight(argb: u32) -> [u8; 4] {
    let [blue, green, red, alpha] = argb.to_le_bytes();
    let whole = |part: u8| match alpha {
        0 => 0,
        _ => ((u32::from(part) * 255 + u32::from(alpha) / 2) / u32::from(alpha)).min(255) as u8,
    };
    [whole(red), whole(green), whole(blue), alpha]
}

impl std::fmt::Debug for CursorShape {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { hot_x, hot_y, width, height, .. } = self;
        write!(formatter, "CursorShape({width}x{height}, hot spot {hot_x}, {hot_y})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_is_taken_out_of_the_colours() {
        assert_eq!(straight(0xff10_2030), [0x10, 0x20, 0x30, 0xff]);
        assert_eq!(straight(0x8040_0080), [0x80, 0, 0xff, 0x80]);
        assert_eq!(straight(0x0012_3456), [0, 0, 0, 0]);
        assert_eq!(straight(0x01ff_ffff), [255, 255, 255, 1]);
    }

    #[test]
    fn a_large_cursor_is_cut_and_a_short_one_refused() {
        let large = vec![0xffff_ffff; 300 * 260];
        let shape = CursorShape::from_premultiplied([300, 260], [299, 3], &large).expect("a shape");
        assert_eq!((shape.width, shape.height, shape.hot_x, shape.hot_y), (256, 256, 256, 3));
        assert_eq!(shape.rgba.len(), 256 * 256 * 4);
        assert_eq!(CursorShape::from_premultiplied([2, 2], [0, 0], &[0; 3]), None);
        assert!(CursorShape::from_premultiplied([0, 0], [0, 0], &[]).is_some());
    }
}
