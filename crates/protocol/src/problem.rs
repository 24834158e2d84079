//! Errors as they travel: one list of codes, used in problem details (RFC 9457), in socket
//! messages and in the log. Pages translate the code; nobody sees internals.

use serde::{Deserialize, Serialize};

/// The body of every HTTP error answer, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What went wrong, for programs and for translation.
    pub code: ErrorCode,
    /// What went wrong, for developers, in English.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// The field that is meant, as in the request: `texts.welcome.de`, `queues.2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Seconds after which it may work, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl Problem {
    /// The problem that belongs to a code.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            title: code.title().to_owned(),
            status: code.status(),
            field: None,
            retry_after: None,
        }
    }
}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $title:literal;)*) => {
        /// What can go wrong between two parts of the product.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = $title] #[error($title)] $(#[$doc])* $name,)*
        }

        impl ErrorCode {
            /// All codes, so that a test can ask for a translation of each.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// One English sentence for developers.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

error_codes! {
    BadRequest = 400 "The request could not be read.";
    NameInvalid = 422 "A name has 1 to 80 characters.";
    MessageInvalid = 422 "A message has 1 to 4000 characters.";
    QueueUnknown = 422 "There is no such queue.";
    EmailInvalid = 422 "This is no e-mail address.";
    EmailTaken = 409 "There is an agent with this e-mail address.";
    TermsNotAccepted = 422 "The terms must be agreed to first.";
    ChatOff = 403 "There is no web chat here.";
    ModeOff = 403 "Chats can't be started in this way here.";
    TooManyChats = 429 "Too many chats are open from this address, or at all.";
    SessionLimit = 409 "The agent has as many sessions as allowed.";
    AgentUnknown = 422 "There is no such agent.";
    PhoneCodeUnknown = 404 "There is no such code, or it is too old.";
    FilesOff = 403 "Files can't be sent here.";
    FileNameInvalid = 422 "This file name can't be used.";
    FileTypeRefused = 415 "Files of this type can't be sent here.";
    FilesFull = 413 "This session has as many files as allowed.";
    FilesToday = 429 "As much was sent from this address today as allowed.";
    StorageFull = 507 "The portal has no room for more files.";
    FileBroken = 422 "The file did not arrive whole.";
    SettingInvalid = 422 "A setting can't have this value.";
    Outdated = 409 "Somebody else has changed this meanwhile.";
    InUse = 409 "It is still in use.";
    LastAdministrator = 409 "There must be an administrator.";
    SecondFactorNeeded = 401 "The code of the second factor is needed too.";
    SecondFactorWrong = 401 "The code of the second factor is wrong.";
    PasswordWeak = 422 "The password is too short, too long or too easy to guess.";
    NotSignedIn = 401 "Sign in first.";
    WrongPassword = 401 "E-mail or password is wrong.";
    NotAllowed = 403 "Not allowed for this account or role.";
    ForeignOrigin = 403 "The request came from a page of another site.";
    NotInSession = 403 "Not a participant of this session.";
    NoConsent = 403 "The customer has not agreed to be seen.";
    NotFound = 404 "There is nothing at this address.";
    CodeUnknown = 404 "There is no such code.";
    CodeUsed = 410 "This code has been used.";
    CodeExpired = 410 "This code is too old.";
    TicketUnknown = 404 "There is no such ticket.";
    TicketUsed = 410 "This ticket has been used.";
    TicketExpired = 410 "This ticket is too old.";
    SessionEnded = 410 "The session is over.";
    ChatMoved = 409 "The chat has moved to the desktop app.";
    AlreadyTaken = 409 "Another agent has taken the session.";
    NotNow = 409 "Not possible in the session's present state.";
    TooLarge = 413 "Larger than allowed.";
    VersionUnsupported = 426 "This version is no longer understood.";
    RateLimited = 429 "Too many requests; wait a little.";
    Internal = 500 "Something failed inside the portal.";
    Unavailable = 503 "The portal is starting or stopping.";
    ReleaseMissing = 503 "The portal has no app for this system.";
}
