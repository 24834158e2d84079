//! Secrets that travel once: tickets and session credentials, 256 bits each. They never show
//! themselves in `Debug`, are kept as SHA-256 only, and compare in constant time.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// 256 random bits; text form is base64url without padding, 43 characters.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Secret([u8; 32]);

/// What an app shows once to join a session.
pub type Ticket = Secret;
/// What a web chat, an app or an agent shows on every request.
pub type Credential = Secret;

/// The SHA-256 of a secret: the only form in which one is stored.
#[derive(Clone, Copy)]
pub struct SecretHash(pub [u8; 32]);

/// The text is not a secret's text form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a secret: expected 43 characters of base64url")]
pub struct SecretError;

impl Secret {
    /// Makes a secret of 32 random bytes.
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`SecretError`] where the text is anything else.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        if text.len() != 43 {
            return Err(SecretError);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| SecretError)?;
        bytes.try_into().map(Self).map_err(|_| SecretError)
    }

    /// The text form, for the one place that it travels to.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The form that is stored.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0).into())
    }
}

impl PartialEq for SecretHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for SecretHash {}

impl fmt::Debug for SecretHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretHash(…)")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl TryFrom<String> for Secret {
    type Error = SecretError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.reveal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_its_text_form_and_hides_in_debug() {
        let secret = Secret::from_random([7; 32]);
        let again = Secret::parse(&secret.reveal()).expect("its own text");
        assert_eq!(secret.hash(), again.hash());
        assert_eq!(format!("{secret:?} {:?}", secret.hash()), "Secret(…) SecretHash(…)");
    }

    #[test]
    fn anything_else_is_refused() {
        let text = Secret::from_random([255; 32]).reveal();
        for bad in ["", "short", &text[1..], &format!("{text}A"), &text.replace('_', "=")] {
            assert_eq!(Secret::parse(bad).err(), Some(SecretError), "{bad}");
        }
    }
}
