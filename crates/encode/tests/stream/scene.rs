//! Pictures for tests: text-like, photo-like, and what changes on them.

use corporate_encode::Picture;
use corporate_protocol::screen::Rect;

pub(crate) struct Scene {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) pixels: Vec<u8>,
}

impl Scene {
    /// Dark strokes in rows on white, as text has them.
    pub(crate) fn text(width: u16, height: u16) -> Self {
        let mut scene = Self { width, height, pixels: Vec::new() };
        scene.pixels = vec![0; usize::from(width) * usize::from(height) * 4];
        scene.fill(scene.whole(), letters);
        scene
    }

    pub(crate) fn whole(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.width, height: self.height }
    }

    pub(crate) fn picture(&self) -> Picture<'_> {
        let stride = usize::from(self.width) * 4;
        Picture::new(self.width, self.height, stride, &self.pixels).expect("a picture")
    }

    /// Paints a rectangle with the colour that a function gives each of its pixels.
    pub(crate) fn fill(&mut self, rect: Rect, colour: impl Fn(u32, u32) -> [u8; 3]) {
        for y in rect.y..rect.y + rect.height {
            for x in rect.x..rect.x + rect.width {
                let at = (usize::from(y) * usize::from(self.width) + usize::from(x)) * 4;
                let [blue, green, red] = colour(x.into(), y.into());
                // The fourth byte is noise: nobody may rely on it.
                self.pixels[at..at + 4].copy_from_slice(&[blue, green, red, (x ^ y) as u8]);
            }
        }
    }

    /// A picture as a camera makes it, at some moment of a pan, with the noise of that moment.
    pub(crate) fn film(&mut self, rect: Rect, moment: u32) {
        self.fill(rect, |x, y| {
            let seed = (x * 7_919 + y * 104_729 + moment * 1_299_709).wrapping_mul(2_654_435_761);
            let noise = (seed >> 16 & 7) as u8;
            photo(x + moment * 3, y + moment).map(|value| value + noise)
        });
    }
}

/// Lines of words out of forty letters, with ragged ends, as a document has them.
pub(crate) fn letters(x: u32, y: u32) -> [u8; 3] {
    let (column, line) = (x / 8, y / 16);
    let mixed = |seed: u32| (seed ^ seed >> 7).wrapping_mul(2_654_435_761) >> 12;
    let random = mixed(column * 331 + line * 7_919);
    let end = 60 + mixed(line) % 160;
    let letter = random % 40;
    let shape = mixed(letter + 1) | mixed(letter * 5 + 2) << 13;
    let (across, down) = (x % 8, y % 16);
    let inside = across < 6 && (3..13).contains(&down) && random / 40 % 6 != 0 && column < end;
    let stroke = shape >> (across / 2 * 5 + down.saturating_sub(3) / 2) & 1 == 1;
    if inside && stroke { [24, 16, 32] } else { [250, 252, 248] }
}

pub(crate) fn photo(x: u32, y: u32) -> [u8; 3] {
    let wave = |frequency: f32, phase: f32| {
        let (x, y) = (x as f32 / frequency, y as f32 / frequency);
        ((x + phase).sin() * (y * 0.7 - phase).cos()).mul_add(50.0, 120.0)
    };
    let grain = (x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663)) >> 7 & 7;
    [wave(19.0, 0.3), wave(37.0, 1.1), wave(71.0, 2.0)].map(|value| value as u8 + grain as u8)
}
