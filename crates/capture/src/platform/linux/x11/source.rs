//! The capture loop: blocks until the server or the consumer has something to say, and reads only
//! what is damaged, only when the consumer waits for it. Damage that nobody waits for stays in the
//! server, which adds it up.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{self, ConnectionExt as _, ReportLevel};
use x11rb::protocol::randr::{ConnectionExt as _, NotifyMask};
use x11rb::protocol::xfixes::{ConnectionExt as _, Region};

use super::connection::{Connection, Doing as _};
use super::cursor::Cursor;
use super::list;
use super::pixels::Reader;
use crate::slot::{Backend, Delivery, Doorbell, Slot, now_us};
use crate::{CaptureError, Monitor, Options, Rect};

/// Above this number of damaged rectangles their bounds are read instead; comparing finds out
/// what really changed.
const RECTS: usize = 64;
/// How often to look where the server has no DAMAGE.
const WITHOUT_DAMAGE: Duration = Duration::from_millis(100);

/// One monitor of an X server.
pub(super) struct Source {
    connection: Connection,
    monitor: Monitor,
    reader: Reader,
    cursor: Option<Cursor>,
    damage: Option<ServerDamage>,
    bell: Arc<OwnedFd>,
    /// The first picture has not been read.
    fresh: bool,
    damaged: bool,
    /// Monitors may have changed.
    moved: bool,
}

/// The server's account of what is damaged, and the region to fetch it with.
#[derive(Clone, Copy)]
struct ServerDamage {
    damage: damage::Damage,
    region: Region,
}

impl Source {
    pub(super) fn open(monitor: &Monitor, options: &Options) -> Result<Self, CaptureError> {
        let connection = Connection::open(options.display.as_deref())?;
        if connection.can.monitors {
            let mask = NotifyMask::SCREEN_CHANGE | NotifyMask::CRTC_CHANGE;
            let cookie = connection.x.randr_select_input(connection.root, mask);
            cookie.doing("watching the monitors")?;
        }
        if !list::is_there(&connection, monitor)? {
            return Err(CaptureError::MonitorChanged);
        }
        let damage = if connection.can.damage { Some(watch_damage(&connection)?) } else { None };
        let cursor = if options.cursor { Some(Cursor::open(&connection)?) } else { None };
        let reader = Reader::open(&connection, monitor)?;
        let bell = rustix::event::eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK);
        Ok(Self {
            connection,
            monitor: monitor.clone(),
            reader,
            cursor,
            damage,
            bell: Arc::new(bell.doing("making a doorbell")?),
            fresh: true,
            damaged: false,
            moved: false,
        })
    }

    fn watch(&mut self, slot: &Slot) -> Result<(), CaptureError> {
        loop {
            self.take_events()?;
            if slot.stopping() {
                return Ok(());
            }
            if std::mem::take(&mut self.moved) && !list::is_there(&self.connection, &self.monitor)?
            {
                return Err(CaptureError::MonitorChanged);
            }
            let cursor_in = self.cursor.as_ref().and_then(Cursor::due_in);
            let due = self.fresh || self.damaged || cursor_in == Some(Duration::ZERO);
            if due && slot.wanted() {
                let delivery = self.read(slot)?;
                slot.deliver(delivery);
                // Replies may have brought events along: look again before blocking.
                continue;
            }
            self.block(if due { None } else { cursor_in })?;
        }
    }

    fn take_events(&mut self) -> Result<(), CaptureError> {
        while let Some(event) = self.connection.x.poll_for_event().doing("reading events")? {
            match event {
                Event::DamageNotify(_) => self.damaged = true,
                Event::XfixesCursorNotify(_) => {
                    self.cursor.as_mut().map(Cursor::note_shape);
                }
                Event::XinputRawMotion(_) => {
                    let noted = self.cursor.as_mut().map(|it| it.note_motion(&self.connection));
                    noted.transpose()?;
                }
                Event::RandrScreenChangeNotify(_) | Event::RandrNotify(_) => self.moved = true,
                Event::Error(error) => tracing::warn!(?error, "the X server refused a request"),
                _ => {}
            }
        }
        Ok(())
    }

    /// Blocks until the server or the doorbell has something to say, or the time has come.
    fn block(&mut self, timeout: Option<Duration>) -> Result<(), CaptureError> {
        self.connection.x.flush().doing("sending requests")?;
        let blind = self.damage.is_none();
        let timeout = if blind { Some(WITHOUT_DAMAGE) } else { timeout };
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let mut files = [
            PollFd::new(self.connection.x.stream(), PollFlags::IN),
            PollFd::new(&*self.bell, PollFlags::IN),
        ];
        match rustix::event::poll(&mut files, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error).doing("waiting for events"),
        }
        if !files[1].revents().is_empty() {
            // Empties the doorbell; where somebody else was faster there is nothing to empty.
            rustix::io::read(&*self.bell, &mut [0; 8]).ok();
        }
        self.damaged |= blind;
        Ok(())
    }

    /// Reads what is damaged and where the cursor is; `None` where nothing differs.
    fn read(&mut self, slot: &Slot) -> Result<Option<Delivery>, CaptureError> {
        let mut delivery = Delivery { captured_at_us: now_us(), ..Delivery::default() };
        let start = Instant::now();
        if self.fresh || self.damaged {
            delivery.damage = match self.read_pixels(slot) {
                Err(CaptureError::System { .. })
                    if !list::is_there(&self.connection, &self.monitor)? =>
                {
                    return Err(CaptureError::MonitorChanged);
                }
                result => result?,
            };
        }
        if let Some(cursor) = &mut self.cursor
            && cursor.due_in() == Some(Duration::ZERO)
        {
            delivery.cursor = cursor.read(&self.connection, &self.monitor)?;
        }
        delivery.capture_us = start.elapsed().as_micros() as u32;
        let something = !delivery.damage.is_empty() || delivery.cursor.is_some();
        Ok(something.then_some(delivery))
    }

    fn read_pixels(&mut self, slot: &Slot) -> Result<Vec<Rect>, CaptureError> {
        let whole = Rect::whole(self.monitor.width, self.monitor.height);
        self.damaged = false;
        let hint = match self.damage {
            Some(damage) => self.fetch(damage)?,
            None => vec![whole],
        };
        let rects = if self.fresh { vec![whole] } else { hint };
        let mut changed = Vec::new();
        let mut frame = slot.frame();
        self.reader.read(&self.connection, &self.monitor, &rects, &mut frame, &mut changed)?;
        Ok(if std::mem::take(&mut self.fresh) { vec![whole] } else { changed })
    }

    /// Takes the damage out of the server: what is painted from now on is damage again.
    fn fetch(&self, damage: ServerDamage) -> Result<Vec<Rect>, CaptureError> {
        let x = &self.connection.x;
        x.damage_subtract(damage.damage, x11rb::NONE, damage.region).doing("taking damage")?;
        let cookie = x.xfixes_fetch_region(damage.region).doing("taking damage")?;
        let reply = cookie.reply().doing("taking damage")?;
        let few = reply.rectangles.len() <= RECTS;
        let rects = if few { reply.rectangles } else { vec![reply.extents] };
        let monitor = &self.monitor;
        let place = [monitor.x, monitor.y, monitor.width.into(), monitor.height.into()];
        let area = |rect: &x11rb::protocol::xproto::Rectangle| {
            [rect.x.into(), rect.y.into(), rect.width.into(), rect.height.into()]
        };
        Ok(rects.iter().filter_map(|rect| Rect::on_monitor(area(rect), place)).collect())
    }
}

fn watch_damage(connection: &Connection) -> Result<ServerDamage, CaptureError> {
    let x = &connection.x;
    let id = || x.generate_id().doing("watching damage");
    let (damage, region) = (id()?, id()?);
    let cookie = x.xfixes_create_region(region, &[]).doing("watching damage")?;
    cookie.check().doing("watching damage")?;
    let level = ReportLevel::NON_EMPTY;
    let cookie = x.damage_create(damage, connection.root, level).doing("watching damage")?;
    cookie.check().doing("watching damage")?;
    Ok(ServerDamage { damage, region })
}

impl Backend for Source {
    fn doorbell(&self) -> Doorbell {
        let bell = Arc::clone(&self.bell);
        Arc::new(move || {
            // Fails only where it has rung 2^64 times unheard.
            rustix::io::write(&*bell, &1_u64.to_ne_bytes()).ok();
        })
    }

    fn run(mut self: Box<Self>, slot: &Slot) -> CaptureError {
        self.watch(slot).err().unwrap_or(CaptureError::Stopped)
    }
}
