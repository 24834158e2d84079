//! An app as this machine knows it: by version, size and SHA-256. Two builds of one version are two
//! apps; each has a folder of its own.

use std::fmt;

use corporate_protocol::{KeyFingerprint, Version};
use serde::{Deserialize, Serialize};

/// Bytes of a digest that make the name of a folder.
const SHORT: usize = 16;

/// One build of the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct App {
    /// Its version.
    pub(crate) version: Version,
    /// Its SHA-256.
    pub(crate) sha256: Digest,
    /// Its size.
    pub(crate) size_bytes: u64,
    /// A key that has vouched for it.
    pub(crate) signer: KeyFingerprint,
}

impl App {
    /// Whether it is the same build, whoever vouches for it.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.sha256 == other.sha256
            && self.size_bytes == other.size_bytes
            && self.version == other.version
    }

    /// The name of its folder.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.version, self.sha256.short())
    }
}

/// A SHA-256. Its text form has 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Digest(pub(crate) [u8; 32]);

impl Digest {
    /// Reads the text form; `None` where the text is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let value = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(digits.as_chunks::<2>().0) {
            *byte = value(*high)? << 4 | value(*low)?;
        }
        Some(Self(bytes))
    }

    /// Its first half as text, for names of files.
    pub(crate) fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(2 * SHORT);
        text
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Digest({self})")
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a digest has 64 lower-case hexadecimal digits")
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_one_form() {
        let text = "0f".repeat(32);
        let digest = Digest::parse(&text).expect("a digest");
        assert_eq!(digest, Digest([15; 32]));
        assert_eq!(digest.to_string(), text);
        assert_eq!(digest.short(), "0f".repeat(16));
        for bad in ["", &text[1..], &text.to_uppercase(), &text.replace('f', "g"), "ä"] {
            assert_eq!(Digest::parse(bad), None, "{bad}");
        }
    }
}
