//! What the line allows the encoder: bytes follow from what it carries, so that no update takes
//! longer than a moment to get there. Pure.

use corporate_encode::Options;
use corporate_link::LineEstimate;

/// Parts of a second that an update may take to be carried.
const UPDATES_PER_SECOND: u64 = 15;
/// Parts of a second that a step of sharpening may take: what is new may come at any time.
const STEPS_PER_SECOND: u64 = 30;
/// Bytes of an update, at least (nothing can be said with less) and at most.
const UPDATE_BYTES: (u64, u64) = (2_500, 768 * 1024);
/// Bytes of a step of sharpening.
const STEP_BYTES: (u64, u64) = (1_500, 128 * 1024);
/// Bytes of a key picture, which may take a second.
const KEY_BYTES: (u64, u64) = (16 * 1024, 384 * 1024);
/// Bytes a second of a line on which sharpening is never noticed.
const WIDE: u64 = 2_000_000;

/// How to encode for this line.
pub(super) fn options(line: &LineEstimate, video: bool) -> Options {
    let Some(rate) = line.bytes_per_second else {
        return Options { video, ..Options::default() };
    };
    let bytes = |bytes: u64, (least, most): (u64, u64)| bytes.clamp(least, most) as usize;
    Options {
        update_bytes: bytes(rate / UPDATES_PER_SECOND, UPDATE_BYTES),
        sharpen_bytes: bytes(rate / STEPS_PER_SECOND, STEP_BYTES),
        key_bytes: bytes(rate, KEY_BYTES),
        video,
    }
}

/// Whether a step of sharpening would hold nothing up.
pub(super) fn may_sharpen(line: &LineEstimate) -> bool {
    line.under_way_bytes == 0 || line.bytes_per_second.is_some_and(|rate| rate >= WIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(rate: u64, under_way_bytes: usize) -> LineEstimate {
        LineEstimate { bytes_per_second: Some(rate), under_way_bytes, ..LineEstimate::default() }
    }

    #[test]
    fn an_update_takes_a_moment_whatever_the_line() {
        for rate in [37_500, 625_000, 5_000_000] {
            let options = options(&line(rate, 0), true);
            let share = options.update_bytes as f64 / rate as f64;
            assert!(share <= 0.07, "{share} s at {rate} bytes a second");
            assert!(options.sharpen_bytes <= options.update_bytes);
        }
        let wide = options(&line(u64::MAX, 0), false);
        assert_eq!((wide.update_bytes, wide.video), (768 * 1024, false));
        let dead = options(&line(0, 0), true);
        assert!(dead.update_bytes > 0 && dead.sharpen_bytes > 0 && dead.key_bytes > 0);
    }

    #[test]
    fn sharpening_waits_for_a_narrow_line_to_be_free() {
        assert!(may_sharpen(&LineEstimate::default()));
        assert!(may_sharpen(&line(37_500, 0)));
        assert!(!may_sharpen(&line(37_500, 100)));
        assert!(may_sharpen(&line(10_000_000, 100)));
    }
}
