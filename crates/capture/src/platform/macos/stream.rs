//! A running stream of ScreenCaptureKit: one display, no cursor, exact colours, in pixels.
#![expect(unsafe_code, reason = "calls of ScreenCaptureKit")]

use std::sync::{Arc, mpsc};
use std::time::Duration;

use block2::RcBlock;
use dispatch2::{DispatchQueue, DispatchQueueAttr};
use objc2::AllocAnyThread as _;
use objc2::rc::Retained;
use objc2::runtime::ProtocolObject;
use objc2_core_graphics::kCGColorSpaceSRGB;
use objc2_core_media::CMTime;
use objc2_core_video::kCVPixelFormatType_32BGRA;
use objc2_foundation::{NSArray, NSError};
use objc2_screen_capture_kit::{
    SCContentFilter, SCDisplay, SCShareableContent, SCStream, SCStreamConfiguration,
    SCStreamOutputType,
};

use super::super::bell::Bell;
use super::output::{Output, Shared, reason};
use crate::frame::Frame;
use crate::{CaptureError, Monitor, Rect};

/// How long the system may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pictures that the system has room for: one it draws, one that is read, one that waits.
const PICTURES: isize = 3;
/// The fastest displays, in pictures a second: the system sends none where nothing changes.
const RATE: i32 = 120;

/// A stream that runs until it is dropped.
pub(super) struct Stream {
    shared: Arc<Shared>,
    running: Retained<SCStream>,
    /// The stream does not keep it alive.
    _output: Retained<Output>,
}

// SAFETY: ScreenCaptureKit's objects may be called from every thread and answer on queues of their
// own; the output is called by the system alone, and what it has is behind a lock.
unsafe impl Send for Stream {}

/// An object that was handed to us on another queue.
struct Carried<T>(T);

// SAFETY: only displays are carried, which are records that nobody changes.
unsafe impl Send for Carried<Retained<SCDisplay>> {}

impl Stream {
    /// Starts to capture a monitor.
    pub(super) fn open(monitor: &Monitor, bell: &Arc<Bell>) -> Result<Self, CaptureError> {
        let display = find(monitor.id)?;
        let shared = Arc::new(Shared::new(bell));
        let output = Output::new(Arc::clone(&shared));
        // SAFETY: objects are made of objects of the right classes; the delegate is kept as long
        // as the stream.
        let stream = unsafe {
            let all = NSArray::new();
            let filter = SCContentFilter::alloc();
            let filter = SCContentFilter::initWithDisplay_excludingWindows(filter, &display, &all);
            SCStream::initWithFilter_configuration_delegate(
                SCStream::alloc(),
                &filter,
                &configuration(monitor),
                Some(ProtocolObject::from_ref(&*output)),
            )
        };
        let queue = DispatchQueue::new("corporate-capture", DispatchQueueAttr::SERIAL);
        // SAFETY: the output is kept as long as the stream, and the queue is the stream's to keep.
        let added = unsafe {
            stream.addStreamOutput_type_sampleHandlerQueue_error(
                ProtocolObject::from_ref(&*output),
                SCStreamOutputType::Screen,
                Some(&queue),
            )
        };
        added.map_err(|error| reason(&error))?;
        start(&stream)?;
        Ok(Self { shared, running: stream, _output: output })
    }

    /// Whether there is something to read.
    pub(super) fn has_damage(&self) -> Result<bool, CaptureError> {
        let state = self.shared.state();
        match &state.ended {
            Some(reason) => Err(reason.clone()),
            None => Ok(!state.damage.is_empty()),
        }
    }

    /// Reads what is damaged out of the newest picture.
    pub(super) fn read(
        &mut self,
        frame: &mut Frame,
        changed: &mut Vec<Rect>,
    ) -> Result<bool, CaptureError> {
        let mut state = self.shared.state();
        let damage = state.damage.take();
        let Some(picture) = state.picture.take() else { return Ok(false) };
        drop(state);
        let pixels = frame.pixels();
        if picture.size() != [pixels.width(), pixels.height()] {
            return Err(CaptureError::MonitorChanged);
        }
        let read = picture.show(|bytes, pitch| {
            for rect in damage {
                frame.absorb_part(rect, bytes, pitch, changed);
            }
        });
        read.ok_or_else(|| CaptureError::system("reading a picture", "it cannot be locked"))?;
        Ok(true)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: a stream that has ended already says so to nobody.
        unsafe { self.running.stopCaptureWithCompletionHandler(None) };
    }
}

fn configuration(monitor: &Monitor) -> Retained<SCStreamConfiguration> {
    // SAFETY: plain setters; the constant is set before any code of ours runs.
    unsafe {
        let configuration = SCStreamConfiguration::new();
        configuration.setWidth(monitor.width.into());
        configuration.setHeight(monitor.height.into());
        configuration.setPixelFormat(kCVPixelFormatType_32BGRA);
        configuration.setColorSpaceName(kCGColorSpaceSRGB);
        configuration.setShowsCursor(false);
        configuration.setMinimumFrameInterval(CMTime::new(1, RATE));
        configuration.setQueueDepth(PICTURES);
        configuration
    }
}

/// The display with this number.
fn find(id: u32) -> Result<Retained<SCDisplay>, CaptureError> {
    let (tell, told) = mpsc::sync_channel(1);
    let answer = RcBlock::new(move |content: *mut SCShareableContent, error: *mut NSError| {
        // SAFETY: either is null or an object that lives as long as the call.
        let found = match unsafe { (content.as_ref(), error.as_ref()) } {
            (Some(content), _) => {
                // SAFETY: plain question.
                let displays = unsafe { content.displays() };
                // SAFETY: plain question.
                let number = |display: &SCDisplay| unsafe { display.displayID() };
                let found = displays.iter().find(|display| number(display) == id);
                found.map(Carried).ok_or(CaptureError::MonitorChanged)
            }
            (None, Some(error)) => Err(reason(error)),
            (None, None) => Err(CaptureError::MonitorChanged),
        };
        // Nobody listens any more where it took too long.
        tell.try_send(found).ok();
    });
    // SAFETY: the block is copied by the system and may be called from every thread.
    unsafe {
        SCShareableContent::getShareableContentExcludingDesktopWindows_onScreenWindowsOnly_completionHandler(
            false, true, &answer,
        );
    }
    told.recv_timeout(PATIENCE).map_err(silent)?.map(|Carried(display)| display)
}

fn start(stream: &SCStream) -> Result<(), CaptureError> {
    let (tell, told) = mpsc::sync_channel(1);
    let answer = RcBlock::new(move |error: *mut NSError| {
        // SAFETY: null or an object that lives as long as the call.
        let started = unsafe { error.as_ref() }.map_or(Ok(()), |error| Err(reason(error)));
        tell.try_send(started).ok();
    });
    // SAFETY: the block is copied by the system and may be called from every thread.
    unsafe { stream.startCaptureWithCompletionHandler(Some(&answer)) };
    told.recv_timeout(PATIENCE).map_err(silent)?
}

fn silent(error: mpsc::RecvTimeoutError) -> CaptureError {
    CaptureError::system("waiting for ScreenCaptureKit", error)
}
