//! Windows Graphics Capture: frames come on a thread of the system's making, which copies what is
//! dirty into a texture on the graphics card; the capture thread maps that only when it is asked.

mod texture;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use windows_capture::capture::{CaptureControl, Context, GraphicsCaptureApiHandler};
use windows_capture::frame::Frame as SystemFrame;
use windows_capture::graphics_capture_api::{GraphicsCaptureApi, InternalCaptureControl};
use windows_capture::settings::{
    ColorFormat, CursorCaptureSettings, DirtyRegionSettings, DrawBorderSettings,
    MinimumUpdateIntervalSettings, SecondaryWindowSettings, Settings,
};

use self::texture::Texture;
use super::super::bell::Bell;
use super::super::damage::Damage;
use super::list;
use crate::frame::Frame;
use crate::{CaptureError, Monitor, Rect};

/// A running capture; dropping it ends the system's thread and waits for it.
pub(super) struct Graphics {
    shared: Arc<Shared>,
    control: Option<CaptureControl<Handler, CaptureError>>,
    draws_cursor: bool,
}

/// What the system's thread leaves for the capture thread.
struct Shared {
    bell: Arc<Bell>,
    size: [u16; 2],
    /// The system says which regions are dirty.
    regions: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    texture: Option<Texture>,
    damage: Damage,
    ended: Option<CaptureError>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, reason: CaptureError) {
        self.state().ended.get_or_insert(reason);
        self.bell.ring();
    }

    /// Takes in a frame: whatever of it is dirty.
    fn take(&self, frame: &SystemFrame<'_>) -> Result<(), CaptureError> {
        let [width, height] = self.size;
        if [frame.width(), frame.height()] != [u32::from(width), u32::from(height)] {
            return Err(CaptureError::MonitorChanged);
        }
        let whole = Rect::whole(width, height);
        let mut state = self.state();
        let first = state.texture.is_none();
        let dirty = if first || !self.regions { vec![whole] } else { self.dirty(frame, whole) };
        let State { texture, damage, .. } = &mut *state;
        let texture = match texture {
            Some(texture) => texture,
            empty => empty.insert(Texture::new(frame)?),
        };
        for rect in dirty {
            texture.copy(frame, rect);
            damage.add(rect);
        }
        drop(state);
        self.bell.ring();
        Ok(())
    }

    /// What the system calls dirty; everything where it has no word for it.
    fn dirty(&self, frame: &SystemFrame<'_>, whole: Rect) -> Vec<Rect> {
        let place = [0, 0, self.size[0].into(), self.size[1].into()];
        let regions = frame.dirty_regions().unwrap_or_default();
        let areas = regions.iter().map(|region| [region.x, region.y, region.width, region.height]);
        let rects: Vec<Rect> = areas.filter_map(|area| Rect::on_monitor(area, place)).collect();
        if rects.is_empty() { vec![whole] } else { rects }
    }
}

impl Graphics {
    /// Starts to capture a monitor.
    ///
    /// # Errors
    /// [`CaptureError::NotSupportedYet`] where the system has no such capture, or what it says.
    pub(super) fn open(monitor: &Monitor, bell: &Arc<Bell>) -> Result<Self, CaptureError> {
        let able = |answer: Result<bool, _>| answer.unwrap_or(false);
        if !able(GraphicsCaptureApi::is_supported()) {
            let system = "Windows without Graphics Capture";
            return Err(CaptureError::NotSupportedYet { system });
        }
        let draws_cursor = !able(GraphicsCaptureApi::is_cursor_settings_supported());
        let shared = Arc::new(Shared {
            bell: Arc::clone(bell),
            size: [monitor.width, monitor.height],
            regions: able(GraphicsCaptureApi::is_dirty_region_supported()),
            state: Mutex::default(),
        });
        let item = find(monitor)?;
        let start = |border| {
            let cursor = if draws_cursor {
                CursorCaptureSettings::Default
            } else {
                CursorCaptureSettings::WithoutCursor
            };
            let dirty = if shared.regions {
                DirtyRegionSettings::ReportOnly
            } else {
                DirtyRegionSettings::Default
            };
            Handler::start_free_threaded(Settings::new(
                item,
                cursor,
                border,
                SecondaryWindowSettings::Default,
                MinimumUpdateIntervalSettings::Default,
                dirty,
                ColorFormat::Bgra8,
                Arc::clone(&shared),
            ))
        };
        let mut started = Err(CaptureError::Stopped);
        if able(GraphicsCaptureApi::is_border_settings_supported()) {
            started = start(DrawBorderSettings::WithoutBorder).map_err(refused);
        }
        // Some systems know the setting and let nobody use it.
        let control = started.or_else(|_| start(DrawBorderSettings::Default).map_err(refused))?;
        Ok(Self { shared, control: Some(control), draws_cursor })
    }

    /// Whether the pictures have the cursor in them, because this system can't leave it out.
    pub(super) const fn draws_cursor(&self) -> bool {
        self.draws_cursor
    }

    /// Whether there is something to read.
    pub(super) fn has_damage(&self) -> Result<bool, CaptureError> {
        let state = self.shared.state();
        match &state.ended {
            Some(reason) => Err(reason.clone()),
            None => Ok(!state.damage.is_empty()),
        }
    }

    /// Reads what is damaged. Frames that come meanwhile wait for the end of it.
    pub(super) fn read(
        &mut self,
        frame: &mut Frame,
        changed: &mut Vec<Rect>,
    ) -> Result<bool, CaptureError> {
        let mut state = self.shared.state();
        let damage = state.damage.take();
        let Some(texture) = &mut state.texture else { return Ok(false) };
        let mapped = texture.map()?;
        for rect in damage {
            frame.absorb_part(rect, mapped.bytes(), mapped.pitch(), changed);
        }
        Ok(true)
    }
}

impl Drop for Graphics {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.control.take().map(CaptureControl::stop) {
            tracing::debug!(%error, "the system's capture ended");
        }
    }
}

fn refused(error: windows_capture::capture::GraphicsCaptureApiError<CaptureError>) -> CaptureError {
    CaptureError::system("starting the system's capture", error)
}

/// The system's handle of a monitor that we know by its name.
fn find(monitor: &Monitor) -> Result<windows_capture::monitor::Monitor, CaptureError> {
    let all = windows_capture::monitor::Monitor::enumerate();
    let all = all.map_err(|error| CaptureError::system("listing the monitors", error))?;
    all.into_iter()
        .find(|listed| listed.device_name().is_ok_and(|name| list::short(&name) == monitor.name))
        .ok_or(CaptureError::MonitorChanged)
}

/// What the system calls on its thread.
struct Handler(Arc<Shared>);

impl GraphicsCaptureApiHandler for Handler {
    type Flags = Arc<Shared>;
    type Error = CaptureError;

    fn new(context: Context<Self::Flags>) -> Result<Self, Self::Error> {
        texture::protect(&context.device)?;
        Ok(Self(context.flags))
    }

    fn on_frame_arrived(
        &mut self,
        frame: &mut SystemFrame<'_>,
        _control: InternalCaptureControl,
    ) -> Result<(), Self::Error> {
        self.0.take(frame).inspect_err(|reason| self.0.end(reason.clone()))
    }

    fn on_closed(&mut self) -> Result<(), Self::Error> {
        self.0.end(CaptureError::MonitorChanged);
        Ok(())
    }
}
