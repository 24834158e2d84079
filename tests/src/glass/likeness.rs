//! How like two pictures of the same size are: the share of pixels that are the same, colours
//! included, and the signal-to-noise ratio.

use serde::Serialize;

/// How like two pictures are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Likeness {
    /// The share of pixels with the same red, green and blue, in percent.
    pub same_percent: f64,
    /// Peak signal-to-noise ratio over red, green and blue, in decibels; none where nothing differs.
    pub psnr_db: Option<f64>,
}

/// Compares pictures of four bytes a pixel, of which the last means nothing. Pixels that only one
/// of them has differ in everything.
pub fn compare(one: &[u8], other: &[u8]) -> Likeness {
    let pixels = one.len().max(other.len()) / 4;
    let (mut same, mut squares) = (0u64, 0u64);
    for (left, right) in one.chunks_exact(4).zip(other.chunks_exact(4)) {
        let square: u64 = (0..3).map(|at| u64::from(left[at].abs_diff(right[at])).pow(2)).sum();
        same += u64::from(square == 0);
        squares += square;
    }
    let missing = one.len().abs_diff(other.len()) / 4;
    squares += missing as u64 * 3 * 255 * 255;
    let mean = squares as f64 / (pixels.max(1) * 3) as f64;
    Likeness {
        same_percent: same as f64 * 100.0 / pixels.max(1) as f64,
        psnr_db: (squares > 0).then(|| 10.0 * (255.0 * 255.0 / mean).log10()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pictures_have_no_noise_whatever_their_last_bytes_are() {
        let likeness = compare(&[1, 2, 3, 0, 4, 5, 6, 0], &[1, 2, 3, 9, 4, 5, 6, 255]);
        assert_eq!(likeness, Likeness { same_percent: 100.0, psnr_db: None });
    }

    #[test]
    fn one_level_everywhere_is_48_decibels() {
        let likeness = compare(&[10, 10, 10, 0], &[11, 9, 11, 0]);
        assert!((likeness.psnr_db.expect("noise") - 48.13).abs() < 0.01);
        assert!(likeness.same_percent.abs() < f64::EPSILON);
    }

    #[test]
    fn a_missing_half_is_half_the_same() {
        let likeness = compare(&[0; 8], &[0; 4]);
        assert!((likeness.same_percent - 50.0).abs() < 1e-9);
        assert!((likeness.psnr_db.expect("noise") - 3.01).abs() < 0.01);
    }
}
