//! Errors as they travel: one list of codes, used in problem details (RFC 9457), in socket
//! messages and in the log. Pages translate the code; nobody sees internals.

use serde::{Deserialize, Serialize};

/// The body of every HTTP error answer, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Problem {
    /// What went wrong, for programs and for translation.
    pub code: ErrorCode,
    /// What went wrong, for developers, in English.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
}

impl Problem {
    /// The problem that belongs to a code.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, title: code.title().to_owned(), status: code.status() }
    }
}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $title:literal;)*) => {
        /// What can go wrong between two parts of the product.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
