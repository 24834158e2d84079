//! Windows: pictures by Windows Graphics Capture with its dirty regions; where that is missing or
//! refuses, the desktop is copied by GDI ten times a second and compared. The cursor is looked at.

mod cursor;
mod desktop;
mod graphics;
mod list;
mod shape;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) use list::monitors_of;

use self::cursor::Cursor;
use self::desktop::Desktop;
use self::graphics::Graphics;
use super::bell::Bell;
use super::feed::{Feed, News, Source};
use crate::frame::Frame;
use crate::slot::Backend;
use crate::{CaptureError, CursorUpdate, Monitor, Options, Rect};

/// How often to look whether the monitor is still there.
const LOOK_FOR_MONITOR: Duration = Duration::from_secs(1);

pub(super) fn open(monitor: &Monitor, options: &Options) -> Result<Box<dyn Backend>, CaptureError> {
    if !list::is_there(monitor)? {
        return Err(CaptureError::MonitorChanged);
    }
    let bell = Arc::<Bell>::default();
    let pictures = match Graphics::open(monitor, &bell) {
        Ok(graphics) => Pictures::Graphics(graphics),
        Err(reason) => {
            tracing::warn!(%reason, "the desktop is copied ten times a second instead");
            Pictures::Desktop(Desktop::new(monitor))
        }
    };
    // Where the picture has the cursor in it, it must not travel a second time.
    let drawn = matches!(&pictures, Pictures::Graphics(graphics) if graphics.draws_cursor());
    let cursor = (options.cursor && !drawn).then(|| Cursor::new(monitor));
    let size = [monitor.width, monitor.height];
    let windows = Windows { monitor: monitor.clone(), pictures, cursor, looked: Instant::now() };
    Ok(Box::new(Source::new(windows, bell, size)))
}

/// One of two ways to pixels.
enum Pictures {
    Graphics(Graphics),
    Desktop(Desktop),
}

/// One monitor, its pictures and the cursor.
struct Windows {
    monitor: Monitor,
    pictures: Pictures,
    cursor: Option<Cursor>,
    /// When the monitor was last looked for.
    looked: Instant,
}

impl Feed for Windows {
    fn look(&mut self) -> Result<News, CaptureError> {
        if self.looked.elapsed() > LOOK_FOR_MONITOR {
            self.looked = Instant::now();
            if !list::is_there(&self.monitor)? {
                return Err(CaptureError::MonitorChanged);
            }
        }
        let (pixels, due_in) = match &self.pictures {
            Pictures::Graphics(graphics) => (graphics.has_damage()?, None),
            Pictures::Desktop(desktop) => {
                let due_in = desktop.due_in();
                (due_in.is_zero(), Some(due_in))
            }
        };
        let cursor_in = self.cursor.as_mut().map(Cursor::look);
        let cursor = self.cursor.as_ref().is_some_and(Cursor::has_news);
        Ok(News { pixels, cursor, again_in: due_in.into_iter().chain(cursor_in).min() })
    }

    fn read(&mut self, frame: &mut Frame, changed: &mut Vec<Rect>) -> Result<bool, CaptureError> {
        match &mut self.pictures {
            Pictures::Graphics(graphics) => graphics.read(frame, changed),
            Pictures::Desktop(desktop) => desktop.read(frame, changed),
        }
    }

    fn cursor(&mut self) -> Option<CursorUpdate> {
        self.cursor.as_mut()?.take()
    }
}
