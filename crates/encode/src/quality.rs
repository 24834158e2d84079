//! Chooses the quantiser of each video picture from what the ones before it cost: fine while
//! little changes, coarser as soon as motion needs more bytes than an update may have. Whatever
//! that blurs is made exact once it stands still, so it need not recover by itself.

/// Finest quantiser, for small changes.
const SMALL: u8 = 20;
/// Finest quantiser where much of the picture changes.
const LARGE: u8 = 24;
/// Coarsest quantiser.
const COARSEST: u8 = 38;
/// Quantiser of key pictures: a first text picture at 20 takes 200 to 340 kB.
const KEY: u8 = 30;
/// Share of the picture from which a change counts as large.
const LARGE_SHARE: f32 = 0.1;

/// What was learnt from the pictures before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Quality {
    /// Steps coarser than the finest quantiser.
    coarser: u8,
}

impl Quality {
    /// The quantiser for a picture of which this share changes.
    pub(crate) fn quantiser(self, key: bool, share: f32) -> u8 {
        let finest = if key {
            KEY
        } else if share >= LARGE_SHARE {
            LARGE
        } else {
            SMALL
        };
        (finest + self.coarser).min(COARSEST)
    }

    /// Learns from the size of a picture. Key pictures teach nothing: they come alone.
    pub(crate) fn learn(&mut self, key: bool, bytes: usize, most_bytes: usize) {
        let step: i16 = match bytes {
            _ if key => 0,
            // Six steps halve the bytes, roughly.
            _ if bytes > most_bytes.saturating_mul(2) => 6,
            _ if bytes > most_bytes => 2,
            _ if bytes < most_bytes / 2 => -1,
            _ => 0,
        };
        let most = i16::from(COARSEST - SMALL);
        self.coarser = (i16::from(self.coarser) + step).clamp(0, most) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motion_that_costs_too_much_becomes_coarser_and_recovers() {
        let mut quality = Quality::default();
        assert_eq!(quality.quantiser(false, 0.01), 20);
        assert_eq!(quality.quantiser(false, 0.5), 24);
        for _ in 0..10 {
            quality.learn(false, 200_000, 64_000);
        }
        assert_eq!(quality.quantiser(false, 0.5), 38);
        assert_eq!(quality.quantiser(true, 1.0), 38);
        for _ in 0..20 {
            quality.learn(false, 1_000, 64_000);
        }
        assert_eq!(quality.quantiser(false, 0.5), 24);
    }

    #[test]
    fn a_key_picture_changes_nothing() {
        let mut quality = Quality::default();
        quality.learn(true, 10_000_000, 1);
        assert_eq!(quality.quantiser(false, 0.5), 24);
        quality.learn(false, usize::MAX, usize::MAX);
        assert_eq!(quality.quantiser(false, 0.5), 24);
    }
}
