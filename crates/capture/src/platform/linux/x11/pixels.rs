//! Reads pixels of the root window: through shared memory, through the socket where there is
//! none, and with xcap where the server's pixels have another form than ours.

use x11rb::protocol::shm::{self, ConnectionExt as _};
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

use super::connection::{Connection, Doing as _};
use super::segment::Segment;
use crate::frame::{BYTES_PER_PIXEL, Frame};
use crate::{CaptureError, Monitor, Rect};

/// The `plane_mask` that asks for all bits.
const ALL_PLANES: u32 = !0;
/// The format of an image whose pixels lie side by side.
const Z_PIXMAP: u8 = 2;

/// One of three ways to read pixels.
pub(super) enum Reader {
    /// Through shared memory.
    Shared { segment: Segment, id: shm::Seg },
    /// Through the socket.
    Plain,
    /// With another crate, the whole monitor at once.
    Xcap(xcap::Monitor),
}

impl Reader {
    /// Finds the best way that works.
    pub(super) fn open(connection: &Connection, monitor: &Monitor) -> Result<Self, CaptureError> {
        if !connection.bgrx {
            return find_with_xcap(monitor).map(Self::Xcap);
        }
        if !connection.can.shared_memory || !connection.local {
            return Ok(Self::Plain);
        }
        match share(connection, monitor) {
            Ok((segment, id)) => Ok(Self::Shared { segment, id }),
            Err(error) => {
                tracing::warn!(%error, "no shared memory with the X server, reading is slower");
                Ok(Self::Plain)
            }
        }
    }

    /// Reads rectangles of the monitor, disjoint and inside of it, into the frame; adds what
    /// differs to `changed`.
    pub(super) fn read(
        &mut self,
        connection: &Connection,
        monitor: &Monitor,
        rects: &[Rect],
        frame: &mut Frame,
        changed: &mut Vec<Rect>,
    ) -> Result<(), CaptureError> {
        match self {
            Self::Shared { segment, id } => {
                request_shared(connection, monitor, rects, *id)?;
                let mut rest = segment.bytes();
                for rect in rects {
                    let (pixels, behind) =
                        rest.split_at_checked(bytes_of(*rect)).unwrap_or_default();
                    frame.absorb(*rect, pixels, changed);
                    rest = behind;
                }
            }
            Self::Plain => {
                let mut cookies = Vec::with_capacity(rects.len());
                for rect in rects {
                    let (x, y) = origin(monitor, *rect);
                    let (width, height) = (rect.width, rect.height);
                    let format = ImageFormat::Z_PIXMAP;
                    let root = connection.root;
                    let cookie =
                        connection.x.get_image(format, root, x, y, width, height, ALL_PLANES);
                    cookies.push(cookie.doing("asking for pixels")?);
                }
                for (rect, cookie) in rects.iter().zip(cookies) {
                    let reply = cookie.reply().doing("reading pixels")?;
                    frame.absorb(*rect, &reply.data, changed);
                }
            }
            Self::Xcap(source) => {
                let image = source.capture_image();
                let image = image.map_err(|error| CaptureError::system("reading pixels", error))?;
                let whole = Rect::whole(monitor.width, monitor.height);
                if (image.width(), image.height()) != (whole.right(), whole.bottom()) {
                    return Err(CaptureError::MonitorChanged);
                }
                let bgrx: Vec<u8> =
                    image.pixels().flat_map(|pixel| [pixel[2], pixel[1], pixel[0], 255]).collect();
                let pitch = usize::from(monitor.width) * BYTES_PER_PIXEL;
                frame.absorb_part(whole, &bgrx, pitch, changed);
            }
        }
        Ok(())
    }
}

fn share(connection: &Connection, monitor: &Monitor) -> Result<(Segment, shm::Seg), CaptureError> {
    let bytes = bytes_of(Rect::whole(monitor.width, monitor.height));
    let (segment, file) = Segment::new(bytes).doing("making shared memory")?;
    let id = x11rb::connection::Connection::generate_id(&connection.x);
    let id = id.doing("making shared memory")?;
    let cookie = connection.x.shm_attach_fd(id, file, false).doing("sharing memory")?;
    cookie.check().doing("sharing memory")?;
    Ok((segment, id))
}

/// Asks for all rectangles at once, one behind the other in memory, and waits for the last.
fn request_shared(
    connection: &Connection,
    monitor: &Monitor,
    rects: &[Rect],
    id: shm::Seg,
) -> Result<(), CaptureError> {
    let mut cookies = Vec::with_capacity(rects.len());
    let mut offset = 0;
    for rect in rects {
        let (x, y) = origin(monitor, *rect);
        let (root, width, height) = (connection.root, rect.width, rect.height);
        let cookie =
            connection.x.shm_get_image(root, x, y, width, height, ALL_PLANES, Z_PIXMAP, id, offset);
        cookies.push(cookie.doing("asking for pixels")?);
        offset += bytes_of(*rect) as u32;
    }
    for cookie in cookies {
        cookie.reply().doing("reading pixels")?;
    }
    Ok(())
}

fn find_with_xcap(monitor: &Monitor) -> Result<xcap::Monitor, CaptureError> {
    let refused = |error| CaptureError::system("finding the monitor with xcap", error);
    let place = (monitor.x, monitor.y);
    xcap::Monitor::all()
        .map_err(refused)?
        .into_iter()
        .find(|listed| listed.x().ok().zip(listed.y().ok()) == Some(place))
        .ok_or(CaptureError::MonitorChanged)
}

fn bytes_of(rect: Rect) -> usize {
    rect.area() as usize * BYTES_PER_PIXEL
}

/// A rectangle's upper left corner on the root window.
fn origin(monitor: &Monitor, rect: Rect) -> (i16, i16) {
    ((monitor.x + i32::from(rect.x)) as i16, (monitor.y + i32::from(rect.y)) as i16)
}
