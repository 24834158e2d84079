//! Where an agent points, shown on the customer's screen and nowhere kept.

use super::wire::{Reader, Writer};
use super::{Error, Kind};

/// Kind 4: where the agent points now. 10 bytes: kind, version, form `u16` (0 away, 1 at),
/// monitor `u16`, x `u16`, y `u16`; of form 0 the last three are zero, and not looked at.
///
/// Whether the place is inside of the picture is for whoever knows its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// Nowhere: what was shown goes.
    Away,
    /// At a pixel of a monitor's picture.
    At {
        /// Which monitor, counted from 0, as in a frame.
        monitor: u16,
        /// From the left.
        x: u16,
        /// From above.
        y: u16,
    },
}

impl Pointer {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let form = reader.u16()?;
        let (monitor, x, y) = (reader.u16()?, reader.u16()?, reader.u16()?);
        match form {
            0 => Ok(Self::Away),
            1 => Ok(Self::At { monitor, x, y }),
            other => Err(Error::Unknown(other.min(255) as u8)),
        }
    }

    /// Writes the message.
    pub fn encode(&self) -> Vec<u8> {
        let (form, monitor, x, y) = match *self {
            Self::Away => (0, 0, 0, 0),
            Self::At { monitor, x, y } => (1, monitor, x, y),
        };
        let mut writer = Writer::new(Kind::Pointer, 10);
        writer.u16(form).u16(monitor).u16(x).u16(y);
        writer.finish()
    }
}
