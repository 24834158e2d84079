//! Lists the outputs of a Wayland desktop, which shows nobody its pixels but tells everybody its
//! monitors.

use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_output::{Event, Mode, WlOutput};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, Proxy as _, QueueHandle, WEnum};

use crate::{CaptureError, Monitor};

/// The version of an output that has a name and an end of its description.
const VERSION: u32 = 4;

/// Lists the monitors of the desktop in the environment.
pub(in super::super) fn monitors() -> Result<Vec<Monitor>, CaptureError> {
    let unreachable = |error: &dyn std::fmt::Display| CaptureError::NoDisplay(error.to_string());
    let connection = Connection::connect_to_env().map_err(|error| unreachable(&error))?;
    let (globals, mut queue) =
        registry_queue_init::<Outputs>(&connection).map_err(|error| unreachable(&error))?;
    let mut outputs = Outputs::default();
    let handle = queue.handle();
    for global in globals.contents().clone_list() {
        if global.interface != WlOutput::interface().name {
            continue;
        }
        let index = outputs.list.len();
        outputs.list.push(blank(global.name));
        let version = global.version.min(VERSION);
        globals.registry().bind::<WlOutput, _, _>(global.name, version, &handle, index);
    }
    let told = queue.roundtrip(&mut outputs);
    told.map_err(|error| CaptureError::system("listing the monitors", error))?;
    let mut monitors = outputs.list;
    monitors.retain(|monitor| monitor.width > 0 && monitor.height > 0);
    if let Some(first) = monitors.first_mut() {
        // Wayland knows no primary one.
        first.primary = true;
        return Ok(monitors);
    }
    Err(CaptureError::NoDisplay("the desktop lists no monitor".to_owned()))
}

/// What is known of an output before it has described itself.
fn blank(number: u32) -> Monitor {
    Monitor {
        index: 0,
        id: number,
        name: format!("output {number}"),
        x: 0,
        y: 0,
        width: 0,
        height: 0,
        primary: false,
        scale: 1.0,
    }
}

#[derive(Default)]
struct Outputs {
    list: Vec<Monitor>,
}

impl Dispatch<WlOutput, usize> for Outputs {
    fn event(
        state: &mut Self,
        _output: &WlOutput,
        event: Event,
        index: &usize,
        _connection: &Connection,
        _handle: &QueueHandle<Self>,
    ) {
        let Some(monitor) = state.list.get_mut(*index) else { return };
        match event {
            Event::Geometry { x, y, .. } => (monitor.x, monitor.y) = (x, y),
            Event::Mode { flags: WEnum::Value(flags), width, height, .. }
                if flags.contains(Mode::Current) =>
            {
                let side = |pixels| u16::try_from(pixels).unwrap_or(0);
                (monitor.width, monitor.height) = (side(width), side(height));
            }
            Event::Scale { factor } => monitor.scale = factor as f32,
            Event::Name { name } => monitor.name = name,
            _ => {}
        }
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Outputs {
    fn event(
        _state: &mut Self,
        _registry: &WlRegistry,
        _event: wl_registry::Event,
        _contents: &GlobalListContents,
        _connection: &Connection,
        _handle: &QueueHandle<Self>,
    ) {
    }
}
