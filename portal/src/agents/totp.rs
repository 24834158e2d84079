//! One-time passwords by time (RFC 6238 over RFC 4226): six digits, thirty seconds, HMAC-SHA-1,
//! which is what the programs on telephones understand. Time is an argument.

use std::fmt::Write as _;

use corporate_protocol::Timestamp;
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Bytes of a secret, as RFC 4226 (section 4, R6) wants.
pub(super) const SECRET_BYTES: usize = 20;
const STEP_MS: i64 = 30_000;
const DIGITS: usize = 6;
/// Steps that a clock may be off, either way.
const TOLERANCE: i64 = 1;

/// The secret that a telephone and the portal share.
pub(super) type Secret = [u8; SECRET_BYTES];

/// The step at which these digits are right, if they are at this moment or one step beside it.
pub(super) fn step_of(secret: &Secret, digits: &str, now: Timestamp) -> Option<i64> {
    let present = now.0.div_euclid(STEP_MS);
    let mut found = None;
    // All are looked at, so that the time tells nothing.
    for step in present - TOLERANCE..=present + TOLERANCE {
        if code(secret, step).as_bytes().ct_eq(digits.as_bytes()).into() {
            found = Some(step);
        }
    }
    found
}

/// The digits of a step.
fn code(secret: &Secret, step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let word = [hash[offset] & 127, hash[offset + 1], hash[offset + 2], hash[offset + 3]];
    let number = u32::from_be_bytes(word) % 10_u32.pow(DIGITS as u32);
    format!("{number:0DIGITS$}")
}

/// Base32 without padding (RFC 4648, section 6), as people type it: in groups of four.
pub(super) fn base32(secret: &Secret) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for five in secret.chunks(5) {
        let mut bytes = [0; 8];
        bytes[3..3 + five.len()].copy_from_slice(five);
        let bits = u64::from_be_bytes(bytes);
        for letter in 0..8 {
            let at = (bits >> (35 - 5 * letter)) & 31;
            text.push(char::from(letters[at as usize]));
        }
    }
    text
}

/// The address that a telephone reads:
/// <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>.
pub(super) fn uri(secret: &Secret, company: &str, email: &str) -> String {
    let (company, email) = (percent(company), percent(email));
    let secret = base32(secret);
    format!("otpauth://totp/{company}:{email}?secret={secret}&issuer={company}&digits=6&period=30")
}

fn percent(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            write!(escaped, "%{byte:02X}").ok();
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &Secret = b"12345678901234567890";

    #[test]
    fn digits_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six digits.
        for (seconds, digits) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, seconds / 30), digits);
            let now = Timestamp(seconds * 1000);
            assert_eq!(step_of(SECRET, digits, now), Some(seconds / 30));
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let at = |seconds: i64| step_of(SECRET, "287082", Timestamp(seconds * 1000));
        assert_eq!((at(0), at(29), at(30), at(89)), (Some(1), Some(1), Some(1), Some(1)));
        assert_eq!((at(90), at(-31)), (None, None));
        for odd in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢"] {
            assert_eq!(step_of(SECRET, odd, Timestamp(59_000)), None, "{odd}");
        }
    }

    #[test]
    fn a_telephone_can_read_the_secret() {
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            uri(SECRET, "Müller & Co", "a@b.de"),
            "otpauth://totp/M%C3%BCller%20%26%20Co:a%40b.de?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=M%C3%BCller%20%26%20Co&digits=6&period=30"
        );
    }
}
