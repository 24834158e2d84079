//! The cursor, which X draws apart from every picture: its shape by XFIXES events, its place by
//! raw motion events, each asked for only after such an event. Of motion one event is enough until
//! the place has been read: a mouse may report a thousand a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use x11rb::protocol::xfixes::{self, ConnectionExt as _, CursorNotifyMask};
use x11rb::protocol::xinput::{self, ConnectionExt as _};
use x11rb::protocol::xproto::ConnectionExt as _;

use super::connection::{Connection, Doing as _};
use crate::{CaptureError, CursorPosition, CursorShape, CursorUpdate, Monitor};

/// Least time between two places of the cursor: 60 a second.
const STEP: Duration = Duration::from_micros(16_600);
/// The device that stands for every pointer.
const ALL_MASTER_DEVICES: u16 = 1;

/// What is known about the cursor and what may have changed.
pub(super) struct Cursor {
    shape_changed: bool,
    moved: bool,
    motion: Motion,
    next: Instant,
    serial: Option<u32>,
    position: Option<CursorPosition>,
}

/// How motion comes to be known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Motion {
    /// The server reports it.
    Reported,
    /// It has, and is not to report more.
    Noted,
    /// It has to be asked for, because the server can't report it.
    Asked,
}

impl Cursor {
    /// Subscribes to what the server can report.
    pub(super) fn open(connection: &Connection) -> Result<Self, CaptureError> {
        let (x, root) = (&connection.x, connection.root);
        if connection.can.cursor {
            let mask = CursorNotifyMask::DISPLAY_CURSOR;
            x.xfixes_select_cursor_input(root, mask).doing("watching the cursor")?;
        }
        let motion = if connection.can.raw_motion {
            listen(connection, true)?;
            Motion::Reported
        } else {
            Motion::Asked
        };
        Ok(Self {
            shape_changed: connection.can.cursor,
            moved: true,
            motion,
            next: Instant::now(),
            serial: None,
            position: None,
        })
    }

    pub(super) const fn note_shape(&mut self) {
        self.shape_changed = true;
        self.moved = true;
    }

    /// Notes a motion, and asks for no more of them until the place has been read.
    pub(super) fn note_motion(&mut self, connection: &Connection) -> Result<(), CaptureError> {
        self.moved = true;
        if self.motion != Motion::Reported {
            return Ok(());
        }
        self.motion = Motion::Noted;
        listen(connection, false)
    }

    /// When to ask the server: now where `Some(ZERO)`, never where `None`.
    pub(super) fn due_in(&self) -> Option<Duration> {
        if self.shape_changed {
            return Some(Duration::ZERO);
        }
        let due = self.moved || self.motion == Motion::Asked;
        due.then(|| self.next.saturating_duration_since(Instant::now()))
    }

    /// Asks for what may have changed; `None` where nothing has.
    pub(super) fn read(
        &mut self,
        connection: &Connection,
        monitor: &Monitor,
    ) -> Result<Option<CursorUpdate>, CaptureError> {
        let rarely = self.motion == Motion::Asked;
        self.next = Instant::now() + if rarely { STEP * 2 } else { STEP };
        self.moved = false;
        // Before the question, so that no motion lies between the two.
        if self.motion == Motion::Noted {
            listen(connection, true)?;
            self.motion = Motion::Reported;
        }
        let pointer =
            connection.x.query_pointer(connection.root).doing("asking for the pointer")?;
        let shape = self.read_shape(connection)?;
        let pointer = pointer.reply().doing("asking for the pointer")?;
        let (x, y) = (i32::from(pointer.root_x) - monitor.x, i32::from(pointer.root_y) - monitor.y);
        let inside = pointer.same_screen
            && (0..i32::from(monitor.width)).contains(&x)
            && (0..i32::from(monitor.height)).contains(&y);
        let position = if inside { CursorPosition::At { x, y } } else { CursorPosition::Elsewhere };
        let position = (self.position.replace(position) != Some(position)).then_some(position);
        let update = CursorUpdate { shape, position };
        Ok((update != CursorUpdate::default()).then_some(update))
    }

    fn read_shape(
        &mut self,
        connection: &Connection,
    ) -> Result<Option<Arc<CursorShape>>, CaptureError> {
        if !std::mem::take(&mut self.shape_changed) {
            return Ok(None);
        }
        let cookie = xfixes::get_cursor_image(&connection.x).doing("asking for the cursor")?;
        let image = cookie.reply().doing("asking for the cursor")?;
        if self.serial.replace(image.cursor_serial) == Some(image.cursor_serial) {
            return Ok(None);
        }
        let (size, hot) = ([image.width, image.height], [image.xhot, image.yhot]);
        Ok(CursorShape::from_premultiplied(size, hot, &image.cursor_image).map(Arc::new))
    }
}

/// Has the server report raw motion, or stop to.
fn listen(connection: &Connection, on: bool) -> Result<(), CaptureError> {
    let mask = if on { xinput::XIEventMask::RAW_MOTION } else { xinput::XIEventMask::from(0_u32) };
    let masks = [xinput::EventMask { deviceid: ALL_MASTER_DEVICES, mask: vec![mask] }];
    let cookie = connection.x.xinput_xi_select_events(connection.root, &masks);
    cookie.doing("watching the pointer").map(drop)
}
