//! What viewers say back: what they have painted, and that they need the whole picture.

use super::wire::{Reader, Writer};
use super::{Error, Kind};

/// Kind 2: a frame has been painted. 16 bytes: kind, version, zero `u16`, sequence `u32`,
/// decode `u32`, paint `u32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The frame's sequence; all before it are painted too.
    pub sequence: u32,
    /// From arrival to decoded, microseconds.
    pub decode_us: u32,
    /// From decoded to painted, microseconds.
    pub paint_us: u32,
}

/// Kind 3: the next frame must be a refresh. 4 bytes: kind, version, reason `u16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshRequest {
    /// Why.
    pub reason: RefreshReason,
}

/// Why the whole picture is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum RefreshReason {
    /// A viewer has joined.
    Joined = 1,
    /// A decoder failed, or a frame was not understood.
    DecoderError = 2,
    /// A viewer is there that can't decode video: no `Video` until another reason is given.
    NoVideo = 3,
}

impl Acknowledgement {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        reader.u16()?;
        Ok(Self { sequence: reader.u32()?, decode_us: reader.u32()?, paint_us: reader.u32()? })
    }

    /// Writes the message.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Acknowledgement, 16);
        writer.u16(0).u32(self.sequence).u32(self.decode_us).u32(self.paint_us);
        writer.finish()
    }
}

impl RefreshRequest {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        match reader.u16()? {
            1 => Ok(Self { reason: RefreshReason::Joined }),
            2 => Ok(Self { reason: RefreshReason::DecoderError }),
            3 => Ok(Self { reason: RefreshReason::NoVideo }),
            other => Err(Error::Unknown(other.min(255) as u8)),
        }
    }

    /// Writes the message.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::RefreshRequest, 4);
        writer.u16(self.reason as u16);
        writer.finish()
    }
}
