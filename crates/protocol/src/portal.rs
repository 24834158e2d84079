//! What a portal says of itself to everybody, and how phone mode begins: an agent reads out a
//! code of digits, and the customer types it in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::settings::{AccountTexts, ChatForm, FileRules, Modes};
use crate::{Availability, EmailAddress, Language, PersonName, Queue, QueueId, Timestamp, limits};

/// Answer to `GET /api/v1/portal`: all that a page needs before anybody has said who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicPortal {
    /// The name that customers see.
    pub company: String,
    /// The portal's version.
    pub version: String,
    /// The queues in their order.
    pub queues: Vec<Queue>,
    /// Whether sessions are chats at first.
    pub web_chat: bool,
    /// How sessions begin.
    pub modes: Modes,
    /// The form before a chat.
    pub form: ChatForm,
    /// Texts of the account's own.
    pub texts: AccountTexts,
    /// Languages that customers get; the first one where a browser asks for none of them.
    pub languages: Vec<Language>,
    /// Which files may be sent.
    pub files: FileRules,
    /// Whether an agent is available now.
    pub staffed: bool,
}

/// The digits that an agent reads out.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct PhoneDigits(String);

impl PhoneDigits {
    /// Reads a code as somebody typed it: spaces, dashes and dots anywhere.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{202f}'))
            .take(limits::PHONE_CODE_DIGITS + 1)
            .collect();
        let fits = digits.len() == limits::PHONE_CODE_DIGITS;
        (fits && digits.bytes().all(|b| b.is_ascii_digit())).then_some(Self(digits))
    }

    /// The code of a number; `None` where it has too many digits.
    pub fn from_number(number: u32) -> Option<Self> {
        Self::parse(&format!("{number:0digits$}", digits = limits::PHONE_CODE_DIGITS))
    }

    /// The digits, nothing between them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneDigits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PhoneDigits(…)")
    }
}

impl TryFrom<String> for PhoneDigits {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a phone code has nine digits")
    }
}

impl From<PhoneDigits> for String {
    fn from(digits: PhoneDigits) -> Self {
        digits.0
    }
}

/// Body of `POST /api/v1/phone-codes`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct NewPhoneCode {
    /// The queue that the session is counted to; the agent's first one where none is given.
    #[cfg_attr(feature = "typescript", ts(optional = nullable))]
    pub queue: Option<QueueId>,
    /// The language to speak where the customer's page says none.
    #[cfg_attr(feature = "typescript", ts(optional = nullable))]
    pub language: Option<Language>,
}

/// Answer to `POST /api/v1/phone-codes`: the only time that the code is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhoneCode {
    /// To be read out.
    pub code: PhoneDigits,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Body of `POST /api/v1/phone-codes/redeem`; answered as `POST /api/v1/chats`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedeemPhoneCode {
    /// As typed.
    pub code: String,
    /// The customer's name, where the form asks for it.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional = nullable))]
    pub name: Option<PersonName>,
    /// The language of the page; the agent's choice where there is none.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional = nullable))]
    pub language: Option<Language>,
    /// Where an answer goes, where the form asks for it.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional = nullable))]
    pub email: Option<EmailAddress>,
    /// Whether the account's terms were agreed to.
    #[serde(default)]
    pub terms_accepted: bool,
}

/// Body of `PUT /api/v1/agents/me/availability`, and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnAvailability {
    /// Every one but `offline`, which nobody can choose.
    pub availability: Availability,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_as_people_type_them_and_never_shown_by_debug() {
        for text in ["123456789", " 123 456-789", "123.456.789"] {
            let digits = PhoneDigits::parse(text).expect("a code");
            assert_eq!(digits.as_str(), "123456789");
            assert_eq!(format!("{digits:?}"), "PhoneDigits(…)");
        }
        for bad in ["", "12345678", "1234567890", "12345678x", "١٢٣٤٥٦٧٨٩"] {
            assert_eq!(PhoneDigits::parse(bad), None, "{bad}");
        }
        assert_eq!(PhoneDigits::from_number(42).expect("a code").as_str(), "000000042");
        assert_eq!(PhoneDigits::from_number(1_000_000_000), None);
    }
}
