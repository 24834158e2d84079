//! A monitor of a Wayland desktop as the capture loop sees it: the owner's permission, the stream
//! and what it has brought. The portal of sway (xdg-desktop-portal-wlr) sends the first picture only
//! once something has changed since the last one that it sent to anybody.

use std::sync::Arc;

use super::super::super::bell::Bell;
use super::super::super::feed::{Feed, News, Source};
use super::frames::Frames;
use super::outputs;
use super::portal::{self, Grant};
use super::stream::Stream;
use crate::frame::{BYTES_PER_PIXEL, Frame};
use crate::slot::Backend;
use crate::{CaptureError, CursorUpdate, Monitor, Options, Rect};

/// Asks the desktop's owner and starts the stream.
pub(in super::super) fn open(
    monitor: &Monitor,
    options: &Options,
) -> Result<Box<dyn Backend>, CaptureError> {
    let place = |it: &Monitor| (it.id, it.x, it.y, it.width, it.height);
    if !outputs::monitors()?.iter().any(|listed| place(listed) == place(monitor)) {
        return Err(CaptureError::MonitorChanged);
    }
    let (grant, source) = portal::ask(monitor, options.cursor)?;
    tracing::debug!(cursor = ?grant.cursor, "the desktop's owner lets the screen be seen");
    let bell = Arc::<Bell>::default();
    let size = [monitor.width, monitor.height];
    let frames = Arc::new(Frames::new(&bell, size));
    let stream = Stream::start(source, &frames)?;
    let cast = Cast { frames, _stream: stream, _grant: grant };
    Ok(Box::new(Source::new(cast, bell, size)))
}

/// Fields are dropped in this order: first the stream ends, then the permission.
struct Cast {
    frames: Arc<Frames>,
    _stream: Stream,
    _grant: Grant,
}

impl Feed for Cast {
    fn look(&mut self) -> Result<News, CaptureError> {
        let state = self.frames.state();
        if let Some(reason) = &state.ended {
            return Err(reason.clone());
        }
        let (pixels, cursor) = (!state.damage.is_empty(), state.cursor.is_some());
        Ok(News { pixels, cursor, again_in: None })
    }

    fn read(&mut self, frame: &mut Frame, changed: &mut Vec<Rect>) -> Result<bool, CaptureError> {
        let mut state = self.frames.state();
        let pitch = usize::from(self.frames.size()[0]) * BYTES_PER_PIXEL;
        for rect in state.damage.take() {
            frame.absorb_part(rect, &state.picture, pitch, changed);
        }
        Ok(true)
    }

    fn cursor(&mut self) -> Option<CursorUpdate> {
        self.frames.state().cursor.take()
    }
}
