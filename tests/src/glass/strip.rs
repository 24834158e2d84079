//! The strip of black and white cells that gives every update of a screen its number: twelve bits
//! in Gray code, so that neighbours differ in one cell, and four bits that show a torn strip.

/// Cells in a strip, from left to right.
pub const CELLS: usize = 16;
/// Width and height of a cell, in pixels of the customer's screen.
pub const CELL: u16 = 8;
/// Numbers count up to here and begin again at 0.
pub const NUMBERS: u16 = 1 << NUMBER_BITS;

const NUMBER_BITS: u32 = 12;

/// The cells of a number; true is white.
pub fn cells(number: u16) -> [bool; CELLS] {
    let number = number % NUMBERS;
    let gray = number ^ (number >> 1);
    let word = (gray << 4) | check(number);
    std::array::from_fn(|cell| word >> (CELLS - 1 - cell) & 1 == 1)
}

/// The number that these cells show; none where they are torn or no strip.
pub fn number(cells: [bool; CELLS]) -> Option<u16> {
    let word = cells.iter().fold(0u16, |word, white| word << 1 | u16::from(*white));
    let mut number = word >> 4;
    for shift in [1, 2, 4, 8] {
        number ^= number >> shift;
    }
    (check(number) == word & 15).then_some(number)
}

/// How many numbers `later` is after `earlier`; none where it is before it.
pub fn distance(earlier: u16, later: u16) -> Option<u16> {
    let ahead = later.wrapping_sub(earlier) % NUMBERS;
    (ahead < NUMBERS / 2).then_some(ahead)
}

/// Four bits that differ between neighbours and are never those of a plain strip.
fn check(number: u16) -> u16 {
    ((number ^ number >> 4 ^ number >> 8) & 15) ^ 0b0110
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_read_as_it_was_written() {
        for written in 0..NUMBERS {
            assert_eq!(number(cells(written)), Some(written));
        }
        assert_eq!(number(cells(NUMBERS + 3)), Some(3));
    }

    #[test]
    fn a_plain_strip_has_no_number() {
        assert_eq!(number([true; CELLS]), None);
        assert_eq!(number([false; CELLS]), None);
    }

    #[test]
    fn a_strip_torn_between_neighbours_is_one_of_them_or_none() {
        for written in 0..NUMBERS {
            let (old, new) = (cells(written), cells(written + 1));
            for torn in 0..CELLS {
                let mixed =
                    std::array::from_fn(|cell| if cell < torn { new[cell] } else { old[cell] });
                if let Some(read) = number(mixed) {
                    assert!(read == written || read == (written + 1) % NUMBERS, "{written} {torn}");
                }
            }
        }
    }

    #[test]
    fn what_comes_after_is_told_from_what_came_before_across_the_end() {
        assert_eq!(distance(5, 9), Some(4));
        assert_eq!(distance(9, 5), None);
        assert_eq!(distance(NUMBERS - 1, 2), Some(3));
    }
}
