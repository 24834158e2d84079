//! Why a picture could not be encoded. All of it is for the app's log.

/// Why a picture could not be encoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Width or height is 0 or above the protocol's limit.
    #[error("no picture can be {width} by {height} pixels")]
    Size {
        /// Width in pixels.
        width: u16,
        /// Height in pixels.
        height: u16,
    },
    /// The picture has fewer bytes than its size and stride say, or another size than the encoder.
    #[error("the picture does not have the size that the encoder was made for")]
    Picture,
    /// openh264 refused.
    #[error("openh264 failed while {doing}: code {code}")]
    Video {
        /// What was being done.
        doing: &'static str,
        /// Its own number for the reason.
        code: i64,
    },
    /// Zstandard refused.
    #[error("packing a patch failed: {0}")]
    Pack(String),
}
