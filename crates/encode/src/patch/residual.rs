//! Pixels as three planes, or as what a prediction leaves of these: photographs and gradients have few
//! neighbours that are the same and many that are alike. The planes are B - G, G and R - G; predicted, each byte is less the median
//! of its left and upper neighbours and their sum less the one between them (LOCO-I, as in ITU-T
//! T.87, A.4.1); neighbours outside count as 0, and all arithmetic is modulo 256.

/// Predicts, with memory that it keeps.
#[derive(Default)]
pub(super) struct Residual {
    /// Two rows of one plane, each behind a 0.
    above: Vec<u8>,
    here: Vec<u8>,
    bytes: Vec<u8>,
}

/// The planes' values of a pixel.
const BLUE: fn(&[u8; 4]) -> u8 = |[blue, green, ..]| blue.wrapping_sub(*green);
const GREEN: fn(&[u8; 4]) -> u8 = |[_, green, ..]| *green;
const RED: fn(&[u8; 4]) -> u8 = |[_, green, red, _]| red.wrapping_sub(*green);

impl Residual {
    /// The planes of rows of B, G, R, X as they are.
    pub(super) fn planes<'a>(&mut self, rows: &(impl Iterator<Item = &'a [u8]> + Clone)) -> &[u8] {
        self.bytes.clear();
        for value in [BLUE, GREEN, RED] {
            self.bytes.extend(rows.clone().flat_map(|row| row.as_chunks().0).map(value));
        }
        &self.bytes
    }

    /// What the prediction leaves of rows of B, G, R, X, each of `width` pixels.
    pub(super) fn pack<'a>(
        &mut self,
        rows: &(impl Iterator<Item = &'a [u8]> + Clone),
        width: usize,
    ) -> &[u8] {
        self.bytes.clear();
        for value in [BLUE, GREEN, RED] {
            self.plane(rows.clone(), width, value);
        }
        &self.bytes
    }

    fn plane<'a>(
        &mut self,
        rows: impl Iterator<Item = &'a [u8]>,
        width: usize,
        value: fn(&[u8; 4]) -> u8,
    ) {
        self.above.clear();
        self.above.resize(width + 1, 0);
        for row in rows {
            self.here.clear();
            self.here.push(0);
            self.here.extend(row.as_chunks().0.iter().map(value));
            // No value depends on one that is computed here: the compiler makes vectors of it.
            let lefts = self.here.iter().zip(&self.above);
            let heres = self.here[1..].iter().zip(&self.above[1..]);
            self.bytes.extend(heres.zip(lefts).map(|((here, above), (left, between))| {
                here.wrapping_sub(median(*left, *above, *between))
            }));
            std::mem::swap(&mut self.above, &mut self.here);
        }
    }
}

/// The median of two neighbours and their sum less the one between them.
fn median(left: u8, above: u8, between: u8) -> u8 {
    let gradient = i16::from(left) + i16::from(above) - i16::from(between);
    gradient.clamp(left.min(above).into(), left.max(above).into()) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gradient_leaves_nothing_inside() {
        let row = |y: u8| -> Vec<u8> { (0..5).flat_map(|x| [x + y, x + y, x + y, 77]).collect() };
        let rows: Vec<Vec<u8>> = (0..4).map(row).collect();
        let mut residual = Residual::default();
        let bytes = residual.pack(&rows.iter().map(Vec::as_slice), 5);
        assert_eq!(bytes.len(), 3 * 20);
        assert!(
            bytes[..20].iter().chain(&bytes[40..]).all(|byte| *byte == 0),
            "grey has no colour"
        );
        assert_eq!(bytes[20..25], [0, 1, 1, 1, 1]);
        assert_eq!(bytes[25..30], [1, 1, 1, 1, 1]);
    }

    #[test]
    fn an_edge_is_predicted_by_the_neighbour_along_it() {
        assert_eq!(median(10, 200, 10), 200);
        assert_eq!(median(10, 200, 200), 10);
        assert_eq!(median(10, 30, 20), 20);
        assert_eq!(median(0, 0, 255), 0);
    }
}
