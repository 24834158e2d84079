//! What the other side of a screen or view socket did wrong, as the log has it: never contents.

use corporate_protocol::screen;
use corporate_protocol::{ErrorCode, SessionId};

use super::screen::End;
use crate::relay::close;

/// Why a socket is closed with blame.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It is no message of the protocol, or one that this side may not send.
    #[error(transparent)]
    Message(#[from] screen::Error),
    /// A frame that does not follow the one before.
    #[error("the frame's sequence {0} does not follow")]
    Sequence(u32),
    /// Text, where everything is binary.
    #[error("the message is text")]
    Text,
    /// Too long, or against the rules of WebSocket.
    #[error("the message is above the limit, or breaks the rules of WebSocket")]
    Broken,
    /// A frame without the customer's consent.
    #[error("the frame came without consent")]
    NoConsent,
}

impl Fault {
    /// Logs it and says how the socket ends.
    #[expect(clippy::unnecessary_wraps, reason = "ends without blame are of this type, too")]
    pub(super) fn end(&self, session: SessionId, socket: &'static str) -> End {
        let (code, reason) = match self {
            Self::NoConsent => (close::NO_CONSENT, ErrorCode::NoConsent),
            Self::Broken => (close::MALFORMED, ErrorCode::TooLarge),
            Self::Message(_) | Self::Sequence(_) | Self::Text => {
                (close::MALFORMED, ErrorCode::BadRequest)
            }
        };
        tracing::warn!(
            session.id = %session, socket, fault = %self, close.code = code, "socket misused"
        );
        Some((code, reason))
    }
}
