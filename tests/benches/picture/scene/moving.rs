//! What moves as a whole: a page that scrolls, a window that is dragged over another one.

use std::time::Duration;

use anyhow::Result;
use x11rb::protocol::xproto::{ConfigureWindowAux, ConnectionExt};

use super::{Act, CORNER, Ground, THIRTIETH};
use crate::canvas::{Canvas, Face};
use crate::glass::{Region, upload};

/// A page that scrolls to its end and back.
pub(super) struct Scrolling {
    window: u32,
    pen: u32,
    page: u32,
    top: i16,
    down: bool,
}

impl Scrolling {
    const REGION: Region = Region { x: CORNER.0, y: CORNER.1, width: 1100, height: 900 };
    const PAGE_HEIGHT: u16 = 9000;
    /// Three lines.
    const STEP: i16 = 51;

    pub(super) fn new(ground: Ground<'_>) -> Result<Self> {
        let paper = Canvas::page(Self::REGION.width, Self::PAGE_HEIGHT, &Face::sans(14.0)?, 5);
        let page = upload(ground.connection, ground.desk, &paper)?;
        let window = ground.window(Self::REGION, Some(page))?;
        Ok(Self { window, pen: ground.pen()?, page, top: 0, down: true })
    }
}

impl Act for Scrolling {
    fn windows(&self) -> Vec<u32> {
        vec![self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        let Region { width, height, .. } = Self::REGION;
        let last = (Self::PAGE_HEIGHT - height) as i16;
        let step = if self.down { Self::STEP } else { -Self::STEP };
        let next = self.top + step;
        self.top = if (0..=last).contains(&next) {
            next
        } else {
            self.down = !self.down;
            self.top - step
        };
        let Self { page, window, pen, top, .. } = *self;
        ground.connection.copy_area(page, window, pen, 0, top, 0, 0, width, height)?;
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        THIRTIETH
    }
}

/// A window on its way over another one.
pub(super) struct Dragging {
    behind: u32,
    window: u32,
    turn: f32,
}

impl Dragging {
    const BEHIND: Region = Region { x: CORNER.0, y: CORNER.1, width: 1700, height: 920 };
    const SIZE: (u16, u16) = (640, 480);

    pub(super) fn new(ground: Ground<'_>) -> Result<Self> {
        let face = Face::sans(14.0)?;
        let Region { width, height, .. } = Self::BEHIND;
        let page = Canvas::page(width, height, &face, 8);
        let behind =
            ground.window(Self::BEHIND, Some(upload(ground.connection, ground.desk, &page)?))?;
        let (width, height) = Self::SIZE;
        let mut page = Canvas::page(width, height, &face, 9);
        page.fill(0, 0, width, 22, [60, 90, 140]);
        page.text(&face, 8.0, 16.0, "Invoice 2026-11", [255, 255, 255]);
        let pixmap = upload(ground.connection, ground.desk, &page)?;
        let region = Region { x: 300, y: 300, width, height };
        Ok(Self { behind, window: ground.window(region, Some(pixmap))?, turn: 0.0 })
    }
}

impl Act for Dragging {
    fn windows(&self) -> Vec<u32> {
        vec![self.behind, self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        self.turn += 0.035;
        let Region { x, y, width, height } = Self::BEHIND;
        let swing = |part: f32, from: i16, room: u16| {
            i32::from(from) + (f32::from(room) * f32::midpoint(1.0, part)) as i32
        };
        let place = ConfigureWindowAux::new()
            .x(swing(self.turn.sin(), x, width - Self::SIZE.0))
            .y(swing((self.turn * 1.3).cos(), y, height - Self::SIZE.1));
        ground.connection.configure_window(self.window, &place)?;
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        THIRTIETH
    }
}
