//! Pictures that scenes are made of: colour, text of a real font with smoothed edges, and a
//! photograph-like texture. Everything is computed from fixed seeds, so each run shows the same.

use std::path::Path;

use ab_glyph::{Font, FontVec, PxScale, ScaleFont, point};
use anyhow::{Context, Result};

/// Where Debian and Ubuntu put the font's files.
const FONTS: &str = "/usr/share/fonts/truetype/dejavu";
const WORDS: [&str; 48] = [
    "invoice",
    "the",
    "printer",
    "logo",
    "support",
    "account",
    "of",
    "and",
    "window",
    "screen",
    "customer",
    "is",
    "shows",
    "a",
    "settings",
    "Please",
    "click",
    "on",
    "to",
    "update",
    "network",
    "folder",
    "contains",
    "reports",
    "from",
    "March",
    "2026",
    "with",
    "49.00",
    "EUR",
    "total",
    "service",
    "agreement",
    "in",
    "this",
    "paragraph",
    "session",
    "Question:",
    "why",
    "does",
    "it",
    "say",
    "(error 0x80070057)",
    "after",
    "restart?",
    "Thank",
    "you,",
    "Clara",
];

/// Red, green and blue.
pub(crate) type Colour = [u8; 3];

/// Numbers that look random and are the same in every run (splitmix64, Steele et al. 2014).
#[derive(Clone)]
pub(crate) struct Seeded(u64);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// A font at one size.
pub(crate) struct Face {
    font: FontVec,
    scale: PxScale,
}

impl Face {
    pub(crate) fn sans(pixels: f32) -> Result<Self> {
        Self::read("DejaVuSans.ttf", pixels)
    }

    pub(crate) fn mono(pixels: f32) -> Result<Self> {
        Self::read("DejaVuSansMono.ttf", pixels)
    }

    fn read(file: &str, pixels: f32) -> Result<Self> {
        let path = Path::new(FONTS).join(file);
        let bytes = std::fs::read(&path).with_context(|| format!("read {}", path.display()))?;
        Ok(Self { font: FontVec::try_from_vec(bytes)?, scale: PxScale::from(pixels) })
    }

    /// How far the next glyph is from this one, in pixels.
    pub(crate) fn advance(&self, letter: char) -> f32 {
        let font = self.font.as_scaled(self.scale);
        font.h_advance(font.glyph_id(letter))
    }

    fn width(&self, text: &str) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum()
    }

    /// A line of words of at most this width.
    pub(crate) fn line(&self, words: &mut Seeded, width: f32) -> String {
        let mut line = String::new();
        loop {
            let word = WORDS[words.below(WORDS.len() as u64) as usize];
            if self.width(&line) + self.width(word) > width {
                return line;
            }
            line = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        }
    }
}

/// A picture of four bytes a pixel as X servers take it: blue, green, red, unused.
#[derive(Clone)]
pub(crate) struct Canvas {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) pixels: Vec<u8>,
}

impl Canvas {
    pub(crate) fn plain(width: u16, height: u16, [red, green, blue]: Colour) -> Self {
        let pixels = [blue, green, red, 0].repeat(usize::from(width) * usize::from(height));
        Self { width, height, pixels }
    }

    pub(crate) fn fill(&mut self, x: u16, y: u16, width: u16, height: u16, colour: Colour) {
        for row in y..(y + height).min(self.height) {
            for column in x..(x + width).min(self.width) {
                self.set(i32::from(column), i32::from(row), colour, 1.0);
            }
        }
    }

    /// Writes a line with its base on `y`.
    pub(crate) fn text(&mut self, face: &Face, x: f32, y: f32, text: &str, colour: Colour) {
        let mut at = x;
        for letter in text.chars() {
            let glyph =
                face.font.glyph_id(letter).with_scale_and_position(face.scale, point(at, y));
            if let Some(outline) = face.font.outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                outline.draw(|column, row, cover| {
                    let (x, y) = (corner.x as i32 + column as i32, corner.y as i32 + row as i32);
                    self.set(x, y, colour, cover);
                });
            }
            at += face.advance(letter);
        }
    }

    /// A page of text from edge to edge, as a white window has it.
    pub(crate) fn page(width: u16, height: u16, face: &Face, seed: u64) -> Self {
        let mut page = Self::plain(width, height, [255, 255, 255]);
        let mut words = Seeded::new(seed);
        let step = 17;
        for (number, base) in
            (step..height.saturating_sub(4)).step_by(usize::from(step)).enumerate()
        {
            // Paragraphs end, headings and links have colours.
            let wide = if number % 9 == 8 { 0.4 } else { 1.0 };
            let colour = match number % 23 {
                0 => [160, 20, 30],
                7 => [20, 70, 180],
                _ => [30, 30, 34],
            };
            let line = face.line(&mut words, (f32::from(width) - 32.0) * wide);
            page.text(face, 16.0, f32::from(base), &line, colour);
        }
        page
    }

    fn set(&mut self, x: i32, y: i32, [red, green, blue]: Colour, cover: f32) {
        let inside = x >= 0 && y >= 0 && x < i32::from(self.width) && y < i32::from(self.height);
        if !inside {
            return;
        }
        let at = (y as usize * usize::from(self.width) + x as usize) * 4;
        for (sample, new) in self.pixels[at..at + 3].iter_mut().zip([blue, green, red]) {
            let old = f32::from(*sample);
            *sample = (old + (f32::from(new) - old) * cover.clamp(0.0, 1.0)).round() as u8;
        }
    }
}
