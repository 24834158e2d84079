//! macOS: pictures by ScreenCaptureKit (12.3 and later) with its dirty rectangles, in the display's
//! own pixels; the cursor is looked at. Type-checked and never run: there is no Mac here.

mod cursor;
mod list;
mod output;
mod permission;
mod picture;
mod stream;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) use list::monitors_of;

use self::cursor::Cursor;
use self::stream::Stream;
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
    permission::ask()?;
    let bell = Arc::<Bell>::default();
    let stream = Stream::open(monitor, &bell)?;
    let cursor = options.cursor.then(|| Cursor::new(monitor));
    let size = [monitor.width, monitor.height];
    let mac = Mac { monitor: monitor.clone(), stream, cursor, looked: Instant::now() };
    Ok(Box::new(Source::new(mac, bell, size)))
}

/// One monitor, its pictures and the cursor.
struct Mac {
    monitor: Monitor,
    stream: Stream,
    cursor: Option<Cursor>,
    /// When the monitor was last looked for.
    looked: Instant,
}

impl Feed for Mac {
    fn look(&mut self) -> Result<News, CaptureError> {
        let pixels = self.stream.has_damage();
        if pixels.is_err() || self.looked.elapsed() > LOOK_FOR_MONITOR {
            self.looked = Instant::now();
            if !list::is_there(&self.monitor)? {
                return Err(CaptureError::MonitorChanged);
            }
        }
        let again_in = self.cursor.as_mut().map(Cursor::look);
        let cursor = self.cursor.as_ref().is_some_and(Cursor::has_news);
        Ok(News { pixels: pixels?, cursor, again_in })
    }

    fn read(&mut self, frame: &mut Frame, changed: &mut Vec<Rect>) -> Result<bool, CaptureError> {
        self.stream.read(frame, changed)
    }

    fn cursor(&mut self) -> Option<CursorUpdate> {
        self.cursor.as_mut()?.take()
    }
}
