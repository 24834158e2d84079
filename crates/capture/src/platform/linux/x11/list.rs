//! Lists monitors: of the environment's display with xcap, of a named one, and where xcap cannot,
//! with RandR.

use x11rb::protocol::randr::{self, MonitorInfo};
use x11rb::protocol::xproto::ConnectionExt as _;

use super::connection::{Connection, Doing as _};
use crate::{CaptureError, Monitor};

/// Lists the monitors of a named display, or of the one in the environment.
pub(in super::super) fn monitors_of(display: Option<&str>) -> Result<Vec<Monitor>, CaptureError> {
    if display.is_none() {
        match by_xcap() {
            // It leaves out what is no output of its own, such as the halves of a wide screen.
            Ok(monitors) if monitors.len() >= count(display) => return Ok(monitors),
            Ok(_) => tracing::debug!("xcap did not find all monitors"),
            Err(error) => tracing::debug!(%error, "xcap cannot list the monitors"),
        }
    }
    let connection = Connection::open(display)?;
    if connection.can.monitors { by_randr(&connection) } else { Ok(vec![root(&connection)]) }
}

/// How many there are at least, as RandR has it.
fn count(display: Option<&str>) -> usize {
    let connection = Connection::open(display).ok().filter(|connection| connection.can.monitors);
    connection.and_then(|connection| infos(&connection).ok()).map_or(1, |infos| infos.len().max(1))
}

fn by_xcap() -> Result<Vec<Monitor>, xcap::XCapError> {
    xcap::Monitor::all()?
        .iter()
        .map(|monitor| {
            let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
            Ok(Monitor {
                index: 0,
                id: monitor.id()?,
                name: monitor.name()?,
                x: monitor.x()?,
                y: monitor.y()?,
                width: side(monitor.width()?),
                height: side(monitor.height()?),
                primary: monitor.is_primary().unwrap_or(false),
                // Fails where the desktop has set no resolution.
                scale: monitor.scale_factor().unwrap_or(1.0),
            })
        })
        .collect()
}

fn by_randr(connection: &Connection) -> Result<Vec<Monitor>, CaptureError> {
    let infos = infos(connection)?;
    infos
        .iter()
        .map(|info| {
            let name =
                connection.x.get_atom_name(info.name).doing("asking for a monitor's name")?;
            let name = name.reply().doing("asking for a monitor's name")?.name;
            Ok(Monitor {
                index: 0,
                id: info.outputs.first().copied().unwrap_or(info.name),
                name: String::from_utf8_lossy(&name).into_owned(),
                x: info.x.into(),
                y: info.y.into(),
                width: info.width,
                height: info.height,
                primary: info.primary,
                scale: 1.0,
            })
        })
        .collect()
}

fn root(connection: &Connection) -> Monitor {
    let [width, height] = connection.size;
    let name = "X11".to_owned();
    Monitor {
        index: 0,
        id: connection.root,
        name,
        x: 0,
        y: 0,
        width,
        height,
        primary: true,
        scale: 1.0,
    }
}

fn infos(connection: &Connection) -> Result<Vec<MonitorInfo>, CaptureError> {
    let cookie = randr::get_monitors(&connection.x, connection.root, true);
    let reply = cookie.doing("listing the monitors")?.reply();
    Ok(reply.doing("listing the monitors")?.monitors)
}

/// Whether a monitor is still where it was, with the size that it had.
pub(super) fn is_there(connection: &Connection, monitor: &Monitor) -> Result<bool, CaptureError> {
    let place = (monitor.x, monitor.y, monitor.width, monitor.height);
    if !connection.can.monitors {
        return Ok(place == (0, 0, connection.size[0], connection.size[1]));
    }
    Ok(infos(connection)?
        .iter()
        .any(|info| (i32::from(info.x), i32::from(info.y), info.width, info.height) == place))
}
