//! Frames of the shared screen and what is said about them, as binary WebSocket messages.
//!
//! Numbers are little-endian. Byte 0 is the message's kind, byte 1 the format's version, which is
//! 1. Kinds and operation numbers are fixed and never used again for something else:
//!
//! | kind | message | from |
//! | --- | --- | --- |
//! | 1 | [`Frame`] | app |
//! | 2 | [`Acknowledgement`] | viewer |
//! | 3 | [`RefreshRequest`] | viewer, portal |
//! | 4 | [`Pointer`] | viewer |
//! | 5 | reserved: remote input | viewer |
//!
//! Every length is checked before memory is set aside; a message that is too long, too short or
//! not understood is an [`Error`] and nothing else happens.

mod frame;
mod operation;
mod pointer;
mod rect;
mod reply;
mod view;
mod wire;

pub use frame::{Frame, FrameTimes, add_relay_time, peek_sequence};
pub use operation::{Cursor, Operation, PatchEncoding};
pub use pointer::Pointer;
pub use rect::Rect;
pub use reply::{Acknowledgement, RefreshReason, RefreshRequest};
pub use view::{FrameView, OperationView, RectsView};

/// The format's version, byte 1 of every message.
pub const VERSION: u8 = 1;

/// The first byte of each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A [`Frame`].
    Frame = 1,
    /// An [`Acknowledgement`].
    Acknowledgement = 2,
    /// A [`RefreshRequest`].
    RefreshRequest = 3,
    /// A [`Pointer`].
    Pointer = 4,
}

/// Why a message was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It ends before its content does.
    #[error("the message ends early")]
    Truncated,
    /// Something follows its content.
    #[error("the message goes on after its end")]
    TrailingBytes,
    /// Another version than [`VERSION`].
    #[error("the message has version {0}")]
    Version(u8),
    /// A kind, operation, encoding or reason that is not known here.
    #[error("the message has an unknown kind or operation {0}")]
    Unknown(u8),
    /// A count or size above its limit in [`crate::limits`].
    #[error("the message has a count or size above its limit")]
    TooLarge,
    /// A rectangle that is empty or reaches out of the picture.
    #[error("the message has a rectangle outside of its picture")]
    OutsidePicture,
}

/// Any message of a screen socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Kind 1.
    Frame(Frame),
    /// Kind 2.
    Acknowledgement(Acknowledgement),
    /// Kind 3.
    RefreshRequest(RefreshRequest),
    /// Kind 4.
    Pointer(Pointer),
}

impl Message {
    /// Reads one whole message.
    ///
    /// # Errors
    /// [`Error`] for anything that is not exactly one message of this version.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (kind, mut reader) = begin(bytes)?;
        let message = match kind {
            1 => Self::Frame(Frame::read(&mut reader)?),
            2 => Self::Acknowledgement(Acknowledgement::read(&mut reader)?),
            3 => Self::RefreshRequest(RefreshRequest::read(&mut reader)?),
            4 => Self::Pointer(Pointer::read(&mut reader)?),
            other => return Err(Error::Unknown(other)),
        };
        reader.finish()?;
        Ok(message)
    }

    /// Writes the message.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Frame(frame) => frame.encode(),
            Self::Acknowledgement(acknowledgement) => acknowledgement.encode(),
            Self::RefreshRequest(request) => request.encode(),
            Self::Pointer(pointer) => pointer.encode(),
        }
    }
}

/// Reads what every message begins with: its kind, and the rest to be read.
fn begin(bytes: &[u8]) -> Result<(u8, wire::Reader<'_>), Error> {
    if bytes.len() > crate::limits::SCREEN_MESSAGE_BYTES {
        return Err(Error::TooLarge);
    }
    let mut reader = wire::Reader::new(bytes);
    let kind = reader.u8()?;
    let version = reader.u8()?;
    if version == VERSION { Ok((kind, reader)) } else { Err(Error::Version(version)) }
}
