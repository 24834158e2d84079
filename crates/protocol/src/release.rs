//! What a portal offers for download. The manifest's bytes are signed with ed25519 (RFC 8032), by
//! one key or by several; the opener checks the signatures before it reads a word of it.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{System, limits};

/// A manifest exactly as it was signed, and the signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedManifest {
    /// JSON text of a [`Manifest`]; each signature covers its UTF-8 bytes.
    pub manifest: String,
    /// ed25519 signatures, standard base64 with padding, one in a line, each by another key. One
    /// good signature is enough.
    pub signature: String,
}

impl SignedManifest {
    /// The signatures, still as text.
    ///
    /// # Errors
    /// [`ManifestError`] where manifest or signatures are larger than allowed, or there is no
    /// signature.
    pub fn signatures(&self) -> Result<Vec<&str>, ManifestError> {
        if self.manifest.len() > limits::MANIFEST_BYTES {
            return Err(ManifestError::TooLarge);
        }
        let lines = self.signature.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.take(limits::MANIFEST_SIGNATURES + 1).collect();
        let fits = self.signature.len() <= limits::SIGNATURES_BYTES
            && (1..=limits::MANIFEST_SIGNATURES).contains(&lines.len());
        if fits { Ok(lines) } else { Err(ManifestError::Signatures) }
    }
}

/// Why a manifest is refused, whoever signed it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// It is larger than [`limits::MANIFEST_BYTES`].
    #[error("the manifest is larger than {} bytes", limits::MANIFEST_BYTES)]
    TooLarge,
    /// There are no signatures, or too many.
    #[error("a manifest has 1 to {} signatures", limits::MANIFEST_SIGNATURES)]
    Signatures,
    /// It is no JSON text of a [`Manifest`].
    #[error("the manifest is not understood")]
    Json(#[from] serde_json::Error),
    /// It names more files or retired keys than allowed.
    #[error("the manifest names too many files or keys")]
    TooMany,
}

/// One release of the app, for all systems.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the app, `major.minor.patch`.
    pub version: String,
    /// When it was made, milliseconds since 1970; a smaller one than seen before is refused.
    pub released_at: i64,
    /// What can be downloaded.
    pub artifacts: Vec<Artifact>,
    /// Keys that sign nothing any more: whoever has read this refuses them for ever.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired_keys: Vec<KeyFingerprint>,
    /// The oldest version of the app that may still be started where this one can't be fetched;
    /// where there is none, no older one may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_version: Option<Version>,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// What the file is.
    pub kind: ArtifactKind,
    /// The system that it is made for.
    pub system: System,
    /// The processor, as `std::env::consts::ARCH` names it.
    pub arch: String,
    /// Its path below `/download/release/` on the portal and in the release folder.
    pub path: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// What a file of a release is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactKind {
    /// The opener, downloaded by browsers.
    Opener,
    /// The desktop app, downloaded by the opener.
    App,
}

impl Manifest {
    /// Reads the JSON text, within the limits. Whoever starts what it names checks the signatures
    /// before this.
    ///
    /// # Errors
    /// [`ManifestError`] where it is too large or not understood.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        if text.len() > limits::MANIFEST_BYTES {
            return Err(ManifestError::TooLarge);
        }
        let manifest: Self = serde_json::from_str(text)?;
        let fits = manifest.artifacts.len() <= limits::ARTIFACTS
            && manifest.retired_keys.len() <= limits::RETIRED_KEYS;
        if fits { Ok(manifest) } else { Err(ManifestError::TooMany) }
    }

    /// The file of this kind for a machine.
    pub fn artifact(&self, kind: ArtifactKind, system: System, arch: &str) -> Option<&Artifact> {
        self.artifacts
            .iter()
            .find(|file| file.kind == kind && file.system == system && file.arch == arch)
    }
}

/// Names a public key: the SHA-256 of its 32 bytes, as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyFingerprint([u8; 32]);

impl KeyFingerprint {
    /// The fingerprint of an ed25519 public key.
    pub fn of(key: &[u8; 32]) -> Self {
        Self(Sha256::digest(key).into())
    }

    /// Reads the text form; `None` where the text is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

const fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for KeyFingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyFingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyFingerprint({self})")
    }
}

impl TryFrom<String> for KeyFingerprint {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a key is named by 64 lower-case hexadecimal digits")
    }
}

impl From<KeyFingerprint> for String {
    fn from(fingerprint: KeyFingerprint) -> Self {
        fingerprint.to_string()
    }
}

/// A version of the app, `major.minor.patch`, ordered as one expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// Reads three numbers with two dots between them; `None` where the text is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(number);
        let mut next = || numbers.next().flatten();
        let version = Self { major: next()?, minor: next()?, patch: next()? };
        numbers.next().is_none().then_some(version)
    }
}

/// A number of digits alone, without a sign or needless zeros.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|letter| letter.is_ascii_digit());
    if plain && (text == "0" || !text.starts_with('0')) { text.parse().ok() } else { None }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl TryFrom<String> for Version {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a version is major.minor.patch")
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(manifest: &str, signature: &str) -> SignedManifest {
        SignedManifest { manifest: manifest.into(), signature: signature.into() }
    }

    #[test]
    fn signatures_are_lines_and_there_are_not_many() {
        let read = |text: &str| signed("{}", text).signatures().ok().map(|lines| lines.join("|"));
        assert_eq!(read("one"), Some("one".into()));
        assert_eq!(read("one\r\n two \n\n"), Some("one|two".into()));
        assert_eq!(read(&"x\n".repeat(8)).map(|text| text.len()), Some(15));
        for bad in ["", " \n", &"x\n".repeat(9), &"x".repeat(1_025), &"\n".repeat(1_025)] {
            assert_eq!(read(bad), None, "{} bytes", bad.len());
        }
        let large = signed(&" ".repeat(limits::MANIFEST_BYTES + 1), "one");
        assert!(matches!(large.signatures(), Err(ManifestError::TooLarge)));
    }

    #[test]
    fn a_manifest_of_before_retires_nothing_and_one_of_today_survives() {
        let text = r#"{"version":"1.0.0","released_at":5,"artifacts":[]}"#;
        let mut manifest = Manifest::parse(text).expect("a manifest");
        assert_eq!((manifest.retired_keys.len(), manifest.minimum_version), (0, None));
        assert_eq!(serde_json::to_string(&manifest).expect("JSON"), text);
        manifest.retired_keys.push(KeyFingerprint::of(&[7; 32]));
        manifest.minimum_version = Version::parse("0.9.12");
        let again = serde_json::to_string(&manifest).expect("JSON");
        assert_eq!(Manifest::parse(&again).expect("a manifest"), manifest);
        manifest.retired_keys = vec![KeyFingerprint::of(&[7; 32]); limits::RETIRED_KEYS + 1];
        let many = serde_json::to_string(&manifest).expect("JSON");
        assert!(matches!(Manifest::parse(&many), Err(ManifestError::TooMany)));
        let large = format!("{text}{}", " ".repeat(limits::MANIFEST_BYTES));
        assert!(matches!(Manifest::parse(&large), Err(ManifestError::TooLarge)));
    }

    #[test]
    fn a_key_has_one_fingerprint_in_one_form() {
        // SHA-256 of 32 zero bytes, as `sha256sum` gives it.
        let text = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";
        let fingerprint = KeyFingerprint::of(&[0; 32]);
        assert_eq!(fingerprint.to_string(), text);
        assert_eq!(KeyFingerprint::parse(text), Some(fingerprint));
        for bad in ["", &text[1..], &text.to_uppercase(), &text.replace('6', "g"), "ä"] {
            assert_eq!(KeyFingerprint::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let version = |text: &str| Version::parse(text);
        assert!(version("1.10.0") > version("1.9.9"));
        assert!(version("0.1.0") < version("0.1.1"));
        assert_eq!(version("10.20.30").expect("a version").to_string(), "10.20.30");
        for bad in
            ["", "1", "1.2", "1.2.3.4", "1.2.", "1.2.x", "+1.2.3", "01.2.3", "1.2.4294967296"]
        {
            assert_eq!(version(bad), None, "{bad}");
        }
    }
}
