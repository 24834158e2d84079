//! The hand-off from web chat to app: codes that people can read out, and the requests in which
//! browser, opener and app show them. A code does one thing, once, for ten minutes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    ChatAfterUpgrade, Credential, EmailAddress, Language, MessageText, PageAddress, PersonName,
    QueueId, SessionId, SignedManifest, Ticket, Timestamp,
};

/// Letters and digits that can't be mixed up when read or heard: no 0, 1, I, L, O, U.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code: 12 of 30 make 58.8 bits.
const CODE_CHARS: usize = 12;
/// What an opener's file name begins with.
const FILE_NAME: &str = "Corporate-Opener-";

/// A one-time code, shown as `K7QM-2XRB-9TFD`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Code([u8; CODE_CHARS]);

impl Code {
    /// Makes a code of random bytes; each byte that would favour a letter is passed over, so 64
    /// bytes are enough in all but one of 10^40 cases. `None` asks for new bytes.
    pub fn from_random(bytes: &[u8; 64]) -> Option<Self> {
        let fair = bytes.iter().filter(|byte| **byte < 240);
        let letters: Vec<u8> =
            fair.map(|byte| ALPHABET[usize::from(byte % 30)]).take(CODE_CHARS).collect();
        letters.try_into().ok().map(Self)
    }

    /// Reads a code as somebody typed it: any case, spaces and dashes anywhere.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: Vec<u8> = text
            .bytes()
            .filter(|byte| !matches!(byte, b' ' | b'-'))
            .map(|byte| byte.to_ascii_uppercase())
            .take(CODE_CHARS + 1)
            .collect();
        let known = letters.iter().all(|letter| ALPHABET.contains(letter));
        if known { letters.try_into().ok().map(Self) } else { None }
    }

    /// Finds the code in an opener's file name, whatever a browser added: ` (1)`, `.exe`,
    /// `.download`. `None` where the name carries no code.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let rest =
            name.get(..FILE_NAME.len()).filter(|start| start.eq_ignore_ascii_case(FILE_NAME));
        let rest = rest.and_then(|start| name.get(start.len()..))?;
        let end = CODE_CHARS + 2;
        let code = rest.get(..end)?;
        let next = rest.get(end..).and_then(|tail| tail.chars().next());
        if next.is_some_and(char::is_alphanumeric) { None } else { Self::parse(code) }
    }

    /// The name under which an opener with this code is downloaded, without the system's ending.
    pub fn file_name(&self) -> String {
        format!("{FILE_NAME}{self}")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, letter) in self.0.iter().enumerate() {
            if index > 0 && index % 4 == 0 {
                formatter.write_str("-")?;
            }
            write!(formatter, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(…)")
    }
}

impl TryFrom<String> for Code {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a hand-off code")
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.to_string()
    }
}

/// An operating system that opener and app are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// Linux.
    Linux,
    /// Windows.
    Windows,
    /// macOS.
    Macos,
}

impl System {
    /// The system named as `std::env::consts::OS` names it.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "linux" => Some(Self::Linux),
            "windows" => Some(Self::Windows),
            "macos" => Some(Self::Macos),
            _ => None,
        }
    }

    /// What a program's file name ends in.
    pub const fn program_ending(self) -> &'static str {
        match self {
            Self::Windows => ".exe",
            Self::Linux | Self::Macos => "",
        }
    }
}

/// The machine that an opener or app runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Machine {
    /// Its operating system.
    pub system: System,
    /// Its processor, as `std::env::consts::ARCH` names it, such as `x86_64`.
    pub arch: String,
    /// The asking program's version.
    pub version: String,
}

/// Body of `POST /api/v1/chats`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StartChat {
    /// The customer's name, where the form asks for it.
    pub name: Option<PersonName>,
    /// The question, where the form asks for it.
    pub question: Option<MessageText>,
    /// The queue; where none is given the next free agent of any is asked.
    pub queue: Option<QueueId>,
    /// The language of the page.
    pub language: Language,
    /// Where an answer goes.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// Whether the account's terms were agreed to.
    #[serde(default)]
    pub terms_accepted: bool,
    /// Whether this is a message for later, because nobody is there.
    #[serde(default)]
    pub leave_message: bool,
    /// The page that the customer was on when asking, where an embedded chat knows it.
    #[serde(default)]
    pub page: Option<PageAddress>,
}

/// Answer to `POST /api/v1/chats` and `GET /api/v1/chats/current`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChatStarted {
    /// The session that the page's cookie is good for.
    pub session: SessionId,
}

/// Answer to `POST /api/v1/sessions/{id}/handoff`: what the web chat needs for the download, and
/// an agent for reading the code out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffOffer {
    /// The code, for reading out and typing in.
    pub code: Code,
    /// Name of the file that is downloaded.
    pub file_name: String,
    /// Path of the download on the portal.
    pub url: String,
    /// When the code stops working.
    pub expires_at: Timestamp,
}

/// Body of `POST /api/v1/handoff/redeem`, from the opener, or from an app that follows a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedeemRequest {
    /// The code from the file name or typed in.
    pub code: Code,
    /// Where the opener runs.
    pub machine: Machine,
}

/// Answer to a redeemed code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedeemResponse {
    /// For the app, once, within five minutes.
    pub ticket: Ticket,
    /// The company, as the portal's account names it.
    pub company: String,
    /// The agent who offered the upgrade.
    pub agent: PersonName,
    /// The customer's language.
    pub language: Language,
    /// What to run.
    pub release: SignedManifest,
}

/// Body of `POST /api/v1/handoff/renew`, from the opener, or from an app that follows a link: a
/// ticket for a younger one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RenewRequest {
    /// The ticket, which is used up by this. Where the answer was lost it may be shown again, until
    /// the younger one is shown.
    pub ticket: Ticket,
}

/// Answer to a renewed ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RenewResponse {
    /// For the app, once, within five minutes.
    pub ticket: Ticket,
}

/// Body of `POST /api/v1/handoff/join`, from the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinRequest {
    /// The ticket from the opener's pipe.
    pub ticket: Ticket,
    /// Where the app runs.
    pub machine: Machine,
}

/// Answer to a redeemed ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinResponse {
    /// The session.
    pub session: SessionId,
    /// For the `Authorization: Bearer` header of every further request.
    pub credential: Credential,
    /// The company, as the portal's account names it.
    pub company: String,
    /// The customer's language.
    pub language: Language,
    /// Whether the app shows a chat window.
    pub chat_after: ChatAfterUpgrade,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::parse("K7QM-2XRB-9TFD").expect("a code")
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for text in ["K7QM-2XRB-9TFD", "k7qm2xrb9tfd", " k7qm 2xrb 9tfd ", "K7-QM-2XRB9-TFD"] {
            assert_eq!(Code::parse(text), Some(code()), "{text}");
        }
        for text in ["", "K7QM-2XRB-9TF", "K7QM-2XRB-9TFDD", "K7QM-2XRB-9TF0", "K7QM_2XRB_9TFD"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_code_is_found_in_what_browsers_make_of_a_file_name() {
        for name in [
            "Corporate-Opener-K7QM-2XRB-9TFD",
            "Corporate-Opener-K7QM-2XRB-9TFD.exe",
            "Corporate-Opener-K7QM-2XRB-9TFD (1)",
            "Corporate-Opener-K7QM-2XRB-9TFD(2).exe",
            "Corporate-Opener-K7QM-2XRB-9TFD.exe.download",
            "corporate-opener-k7qm-2xrb-9tfd",
        ] {
            assert_eq!(Code::from_file_name(name), Some(code()), "{name}");
        }
        for name in [
            "",
            "setup.exe",
            "Corporate-Opener",
            "Corporate-Opener-",
            "Corporate-Opener-K7QM",
            "Corporate-Opener-K7QM-2XRB-9TFDX",
            "Corporate-Opener-ääääääääääää",
            "x Corporate-Opener-K7QM-2XRB-9TFD",
        ] {
            assert_eq!(Code::from_file_name(name), None, "{name}");
        }
        assert_eq!(Code::from_file_name(&code().file_name()), Some(code()));
    }

    #[test]
    fn random_bytes_make_a_code_without_favouring_letters() {
        assert_eq!(Code::from_random(&[255; 64]), None);
        let bytes = std::array::from_fn(|i| i as u8);
        assert_eq!(Code::from_random(&bytes).expect("a code").to_string(), "2345-6789-ABCD");
        assert_eq!(format!("{:?}", code()), "Code(…)");
    }
}
