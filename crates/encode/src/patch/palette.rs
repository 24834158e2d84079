//! Pixels as numbers of colours: text, icons and flat areas have few of them. Written as the number
//! of colours less one, the colours (B, G, R each) in the order of their first appearance, and one
//! byte for each pixel, row by row.

/// Colours that one byte can number.
const MOST: usize = 256;
/// Places of the table, a power of two; at most a quarter of them are taken.
const PLACES: usize = 4 * MOST;
/// No colour: those have 24 bits.
const NOTHING: u32 = u32::MAX;
/// The bits of a pixel that are colour.
const COLOUR: u32 = 0x00ff_ffff;

/// Numbers colours, with memory that it keeps.
pub(super) struct Palette {
    /// Open addressing: which colour stands at a place, and its number.
    places: Vec<(u32, u8)>,
    colours: Vec<u32>,
    numbers: Vec<u8>,
    bytes: Vec<u8>,
}

impl Default for Palette {
    fn default() -> Self {
        let (colours, numbers) = (Vec::with_capacity(MOST), Vec::new());
        Self { places: vec![(NOTHING, 0); PLACES], colours, numbers, bytes: Vec::new() }
    }
}

impl Palette {
    /// Packs rows of B, G, R, X; `None` where they have more than 256 colours.
    pub(super) fn pack<'a>(&mut self, rows: impl Iterator<Item = &'a [u8]>) -> Option<&[u8]> {
        self.places.fill((NOTHING, 0));
        self.colours.clear();
        self.numbers.clear();
        let (mut last, mut number) = (NOTHING, 0);
        for row in rows {
            for pixel in row.as_chunks().0 {
                let colour = u32::from_le_bytes(*pixel) & COLOUR;
                // Neighbours are mostly the same.
                if colour != last {
                    (last, number) = (colour, self.number(colour)?);
                }
                self.numbers.push(number);
            }
        }
        self.bytes.clear();
        self.bytes.push(self.colours.len().saturating_sub(1) as u8);
        self.bytes.extend(self.colours.iter().flat_map(|colour| {
            let [blue, green, red, _] = colour.to_le_bytes();
            [blue, green, red]
        }));
        self.bytes.extend_from_slice(&self.numbers);
        Some(&self.bytes)
    }

    fn number(&mut self, colour: u32) -> Option<u8> {
        // The golden ratio spreads neighbouring colours (Knuth, volume 3, section 6.4).
        let mut place = (colour.wrapping_mul(0x9e37_79b9) >> 22) as usize;
        loop {
            match self.places[place] {
                (there, number) if there == colour => return Some(number),
                (NOTHING, _) if self.colours.len() < MOST => {
                    let number = self.colours.len() as u8;
                    self.places[place] = (colour, number);
                    self.colours.push(colour);
                    return Some(number);
                }
                (NOTHING, _) => return None,
                _ => place = (place + 1) % PLACES,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_numbered_as_they_come() {
        let rows: [&[u8]; 2] = [&[1, 2, 3, 9, 7, 7, 7, 0], &[7, 7, 7, 255, 1, 2, 3, 4]];
        let mut palette = Palette::default();
        let packed = palette.pack(rows.into_iter());
        assert_eq!(packed, Some(&[1, 1, 2, 3, 7, 7, 7, 0, 1, 1, 0][..]));
        let again: [&[u8]; 1] = [&[0; 4]];
        assert_eq!(palette.pack(again.into_iter()), Some(&[0, 0, 0, 0, 0][..]));
    }

    #[test]
    fn more_colours_than_a_byte_can_number_are_refused() {
        let row = |colours: u32| -> Vec<u8> {
            (0..colours).flat_map(|colour| (colour * 4_099).to_le_bytes()).collect()
        };
        let mut palette = Palette::default();
        assert_eq!(palette.pack([&row(256)[..]].into_iter()).map(<[u8]>::len), Some(1_025));
        assert_eq!(palette.pack([&row(257)[..]].into_iter()), None);
        assert_eq!(palette.pack([&row(256)[..]].into_iter()).map(<[u8]>::len), Some(1_025));
    }
}
