//! An X display as the bench sees it: pixels read through shared memory, pictures put on it.
//! The shared memory is a file that is read and never mapped here, so nothing is unsafe.

use std::fs::File;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;

use anyhow::{Context, Result, ensure};
use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::shm::ConnectionExt as _;
use x11rb::protocol::xproto::{ConnectionExt, CreateGCAux, ImageFormat, MOTION_NOTIFY_EVENT};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::canvas::Canvas;

/// A rectangle of a display, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Region {
    pub(crate) x: i16,
    pub(crate) y: i16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

impl Region {
    fn bytes(self) -> usize {
        usize::from(self.width) * usize::from(self.height) * 4
    }
}

/// A display whose pixels are read.
pub(crate) struct Glass {
    connection: RustConnection,
    root: u32,
    memory: File,
    segment: u32,
    /// Its size.
    pub(crate) whole: Region,
}

impl Glass {
    pub(crate) fn open(name: &str) -> Result<Self> {
        let (connection, screen) = RustConnection::connect(Some(name))?;
        let screen = &connection.setup().roots[screen];
        let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
        let whole = Region { x: 0, y: 0, width, height };
        let memory = tempfile::tempfile_in("/dev/shm").context("shared memory")?;
        memory.set_len(whole.bytes() as u64)?;
        let segment = connection.generate_id()?;
        let shared = OwnedFd::from(memory.try_clone()?);
        connection.shm_attach_fd(segment, shared, false)?.check()?;
        Ok(Self { connection, root, memory, segment, whole })
    }

    /// What a region shows now, four bytes a pixel.
    pub(crate) fn read(&self, region: Region, pixels: &mut Vec<u8>) -> Result<()> {
        let Region { x, y, width, height } = region;
        let format = ImageFormat::Z_PIXMAP.into();
        self.connection
            .shm_get_image(self.root, x, y, width, height, u32::MAX, format, self.segment, 0)?
            .reply()
            .context("a region of the display")?;
        pixels.resize(region.bytes(), 0);
        self.memory.read_exact_at(pixels, 0)?;
        Ok(())
    }

    /// Puts the pointer into the far corner, where viewers show no picture.
    pub(crate) fn park_pointer(&self) -> Result<()> {
        let (right, bottom) = (self.whole.width as i16 - 1, self.whole.height as i16 - 1);
        let moved = MOTION_NOTIFY_EVENT;
        self.connection.xtest_fake_input(moved, 0, 0, self.root, right, bottom, 0)?.check()?;
        Ok(())
    }

    /// As [`read`](Self::read), into a new list.
    pub(crate) fn grab(&self, region: Region) -> Result<Vec<u8>> {
        let mut pixels = Vec::new();
        self.read(region, &mut pixels)?;
        Ok(pixels)
    }
}

/// Puts a canvas into a new pixmap.
pub(crate) fn upload(connection: &RustConnection, root: u32, canvas: &Canvas) -> Result<u32> {
    let pixmap = connection.generate_id()?;
    connection.create_pixmap(24, pixmap, root, canvas.width, canvas.height)?;
    let pen = connection.generate_id()?;
    connection.create_gc(pen, pixmap, &CreateGCAux::new())?;
    put(connection, pixmap, pen, canvas, 0, 0)?;
    connection.free_gc(pen)?;
    Ok(pixmap)
}

/// Puts a canvas at a place of a window or pixmap, in as many requests as it needs.
pub(crate) fn put(
    connection: &RustConnection,
    drawable: u32,
    pen: u32,
    canvas: &Canvas,
    x: i16,
    y: i16,
) -> Result<()> {
    let stride = usize::from(canvas.width) * 4;
    ensure!(stride > 0, "an empty canvas");
    let most = connection.maximum_request_bytes().saturating_sub(64).min(1 << 20);
    let rows = (most / stride).max(1);
    for (part, bytes) in canvas.pixels.chunks(rows * stride).enumerate() {
        let (height, top) = ((bytes.len() / stride) as u16, y + (part * rows) as i16);
        let format = ImageFormat::Z_PIXMAP;
        connection.put_image(format, drawable, pen, canvas.width, height, x, top, 0, 24, bytes)?;
    }
    Ok(())
}
