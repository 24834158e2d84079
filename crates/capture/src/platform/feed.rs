//! The capture loop for systems that bring pictures by themselves (Windows, macOS, PipeWire): waits
//! for the bell, reads what the feed has only while the consumer waits for it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::bell::Bell;
use crate::frame::Frame;
use crate::slot::{Backend, Delivery, Doorbell, Slot, now_us};
use crate::{CaptureError, CursorUpdate, Rect};

/// What a feed has, and when it wants to be asked again without a ring of the bell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// There are pixels to read.
    pub(super) pixels: bool,
    /// The cursor has another place or shape.
    pub(super) cursor: bool,
    /// When to look again; only the bell where none.
    pub(super) again_in: Option<Duration>,
}

/// One monitor of a system that brings its pictures.
pub(super) trait Feed: Send {
    /// Looks for news, cheaply; fails once the capture is over.
    fn look(&mut self) -> Result<News, CaptureError>;

    /// Reads the newest pixels of whatever is damaged into the frame; adds what differs to
    /// `changed`. Answers whether the frame is a picture now.
    fn read(&mut self, frame: &mut Frame, changed: &mut Vec<Rect>) -> Result<bool, CaptureError>;

    /// Takes what has changed about the cursor.
    fn cursor(&mut self) -> Option<CursorUpdate>;
}

/// A feed and the bell that it rings.
pub(super) struct Source<F> {
    feed: F,
    bell: Arc<Bell>,
    /// The first picture has not been read.
    fresh: bool,
    size: [u16; 2],
}

impl<F: Feed> Source<F> {
    /// `size` is the monitor's width and height.
    pub(super) const fn new(feed: F, bell: Arc<Bell>, size: [u16; 2]) -> Self {
        Self { feed, bell, fresh: true, size }
    }

    fn watch(&mut self, slot: &Slot) -> Result<(), CaptureError> {
        loop {
            if slot.stopping() {
                return Ok(());
            }
            let news = self.feed.look()?;
            // Nothing goes before the first picture, which is the whole one.
            let due = news.pixels || news.cursor && !self.fresh;
            if due && slot.wanted() {
                let delivery = self.read(slot, news)?;
                slot.deliver(delivery);
                continue;
            }
            self.bell.wait(if due { None } else { news.again_in });
        }
    }

    /// Reads what there is; `None` where nothing differs.
    fn read(&mut self, slot: &Slot, news: News) -> Result<Option<Delivery>, CaptureError> {
        let mut delivery = Delivery { captured_at_us: now_us(), ..Delivery::default() };
        let start = Instant::now();
        if news.pixels {
            let picture = self.feed.read(&mut slot.frame(), &mut delivery.damage)?;
            if picture && std::mem::take(&mut self.fresh) {
                delivery.damage = vec![Rect::whole(self.size[0], self.size[1])];
            }
        }
        if !self.fresh {
            delivery.cursor = self.feed.cursor();
        }
        delivery.capture_us = start.elapsed().as_micros() as u32;
        let something = !delivery.damage.is_empty() || delivery.cursor.is_some();
        Ok(something.then_some(delivery))
    }
}

impl<F: Feed> Backend for Source<F> {
    fn doorbell(&self) -> Doorbell {
        self.bell.doorbell()
    }

    fn run(mut self: Box<Self>, slot: &Slot) -> CaptureError {
        self.watch(slot).err().unwrap_or(CaptureError::Stopped)
    }
}
