//! A film in a window: its pictures wait in the X server, so that showing one costs nearly nothing.

use std::time::Duration;

use anyhow::Result;
use x11rb::protocol::xproto::ConnectionExt;

use super::{Act, Ground, THIRTIETH};
use crate::film::{self, Film};
use crate::glass::{Region, upload};

/// A film.
pub(crate) struct Video {
    window: u32,
    pen: u32,
    pictures: Vec<u32>,
    next: usize,
}

impl Video {
    /// Where it plays.
    pub(crate) const REGION: Region =
        Region { x: 320, y: 176, width: film::WIDTH, height: film::HEIGHT };

    pub(super) fn new(ground: Ground<'_>) -> Result<Self> {
        let film = Film::new();
        let upload = |number| upload(ground.connection, ground.desk, &film.picture(number));
        let pictures = (0..film::PICTURES).map(upload).collect::<Result<Vec<_>>>()?;
        let window = ground.window(Self::REGION, pictures.first().copied())?;
        Ok(Self { window, pen: ground.pen()?, pictures, next: 0 })
    }
}

impl Act for Video {
    fn windows(&self) -> Vec<u32> {
        vec![self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        let picture = self.pictures[self.next % self.pictures.len()];
        self.next += 1;
        let Region { width, height, .. } = Self::REGION;
        let (window, pen) = (self.window, self.pen);
        ground.connection.copy_area(picture, window, pen, 0, 0, 0, 0, width, height)?;
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        THIRTIETH
    }
}
