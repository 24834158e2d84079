//! A frame: what happened on a monitor since the frame before, as operations on the picture that
//! the viewer already has, with the times that it took.

use super::operation::Operation;
use super::view::FrameView;
use super::wire::{Reader, Writer};
use super::{Error, Kind};
use crate::limits;

/// Bytes before the first operation.
const HEADER_BYTES: usize = 40;
/// Where the relay time stands, so that the portal can add to it without reading the rest.
const RELAY_US: std::ops::Range<usize> = 36..40;
/// Where the sequence stands.
const SEQUENCE: std::ops::Range<usize> = 4..8;
/// Bit of the flags: the picture follows from this frame alone.
const FLAG_REFRESH: u16 = 1;

/// One update of a monitor's picture.
///
/// Header, 40 bytes: kind `u8`, version `u8`, flags `u16`, sequence `u32`, monitor `u16`,
/// width `u16`, height `u16`, number of operations `u16`, then the [`FrameTimes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// 1, 2, 3, … for each screen socket of an app.
    pub sequence: u32,
    /// Which monitor, counted from 0.
    pub monitor: u16,
    /// Width of the monitor's picture in pixels.
    pub width: u16,
    /// Height of the monitor's picture in pixels.
    pub height: u16,
    /// Whether the whole picture follows from this frame alone (first frame, new viewer, new
    /// size): the viewer resets its decoder and forgets what it had.
    pub refresh: bool,
    /// When things were done.
    pub times: FrameTimes,
    /// What to do to the picture, in this order.
    pub operations: Vec<Operation>,
}

/// When a frame was captured, and how long each step took, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameTimes {
    /// Start of the capture, microseconds since 1970 on the sharing machine's clock.
    pub captured_at_us: u64,
    /// Reading the pixels.
    pub capture_us: u32,
    /// Converting and encoding.
    pub encode_us: u32,
    /// Waiting between encoder and socket.
    pub send_us: u32,
    /// Inside the portal; 0 when it leaves the app.
    pub relay_us: u32,
}

/// What stands before the operations.
pub(super) struct Header {
    pub(super) sequence: u32,
    pub(super) monitor: u16,
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) refresh: bool,
    /// Number of operations.
    pub(super) count: usize,
    pub(super) times: FrameTimes,
}

impl Header {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let flags = reader.u16()?;
        let sequence = reader.u32()?;
        let monitor = reader.u16()?;
        let (width, height) = (reader.u16()?, reader.u16()?);
        if !(1..=limits::PICTURE_SIDE).contains(&width)
            || !(1..=limits::PICTURE_SIDE).contains(&height)
        {
            return Err(Error::TooLarge);
        }
        let count = usize::from(reader.u16()?);
        if count > limits::OPERATIONS {
            return Err(Error::TooLarge);
        }
        let times = FrameTimes {
            captured_at_us: reader.u64()?,
            capture_us: reader.u32()?,
            encode_us: reader.u32()?,
            send_us: reader.u32()?,
            relay_us: reader.u32()?,
        };
        let refresh = flags & FLAG_REFRESH != 0;
        Ok(Self { sequence, monitor, width, height, refresh, count, times })
    }
}

impl Frame {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let view = FrameView::read(reader)?;
        let FrameView { sequence, monitor, width, height, refresh, times, .. } = view;
        let operations = view.operations().map(Operation::from).collect();
        Ok(Self { sequence, monitor, width, height, refresh, times, operations })
    }

    /// Writes the frame as one message.
    pub fn encode(&self) -> Vec<u8> {
        let size: usize = self.operations.iter().map(Operation::encoded_bytes).sum();
        let mut writer = Writer::new(Kind::Frame, HEADER_BYTES + size);
        writer.u16(if self.refresh { FLAG_REFRESH } else { 0 });
        writer.u32(self.sequence).u16(self.monitor).u16(self.width).u16(self.height);
        writer.u16(self.operations.len() as u16).u64(self.times.captured_at_us);
        writer.u32(self.times.capture_us).u32(self.times.encode_us);
        writer.u32(self.times.send_us).u32(self.times.relay_us);
        for operation in &self.operations {
            operation.write(&mut writer);
        }
        writer.finish()
    }
}

/// The sequence of an encoded frame, read without the rest; `None` where it is no frame.
pub fn peek_sequence(message: &[u8]) -> Option<u32> {
    if message.len() < HEADER_BYTES || message[0] != Kind::Frame as u8 {
        return None;
    }
    message.get(SEQUENCE)?.try_into().ok().map(u32::from_le_bytes)
}

/// Adds the time spent in the portal to an encoded frame; leaves anything else alone.
pub fn add_relay_time(message: &mut [u8], relay_us: u32) {
    if peek_sequence(message).is_none() {
        return;
    }
    if let Some(field) = message.get_mut(RELAY_US)
        && let Ok(bytes) = <[u8; 4]>::try_from(&*field)
    {
        let sum = u32::from_le_bytes(bytes).saturating_add(relay_us);
        field.copy_from_slice(&sum.to_le_bytes());
    }
}
