//! A stream of PipeWire on a thread of its own: agrees on the form of the pictures and hands each of
//! them over.

use std::sync::Arc;
use std::thread::JoinHandle;

use pipewire::context::ContextRc;
use pipewire::keys::{MEDIA_CATEGORY, MEDIA_ROLE, MEDIA_TYPE};
use pipewire::main_loop::MainLoopRc;
use pipewire::properties::properties;
use pipewire::spa::param::ParamType;
use pipewire::spa::param::video::VideoInfoRaw;
use pipewire::spa::pod::Pod;
use pipewire::spa::utils::Direction;
use pipewire::stream::{Stream as System, StreamFlags, StreamRc, StreamState};

use super::frames::Frames;
use super::params;
use super::portal::Source;
use crate::CaptureError;

/// A stream that runs until it is dropped.
pub(super) struct Stream {
    stop: pipewire::channel::Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Stream {
    /// Starts the thread. What fails there ends the frames.
    pub(super) fn start(source: Source, frames: &Arc<Frames>) -> Result<Self, CaptureError> {
        let (stop, stopped) = pipewire::channel::channel();
        let frames = Arc::clone(frames);
        let thread = std::thread::Builder::new().name("capture-pipewire".to_owned());
        let thread = thread.spawn(move || {
            let reason = match run(source, stopped, &frames) {
                Ok(()) => CaptureError::Stopped,
                Err(reason) => reason,
            };
            frames.end(reason);
        });
        let thread =
            thread.map_err(|error| CaptureError::system("starting PipeWire's thread", error))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // Nobody listens where the thread has ended by itself.
        self.stop.send(()).ok();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("PipeWire's thread panicked");
        }
    }
}

fn failed(error: pipewire::Error) -> CaptureError {
    CaptureError::system("talking to PipeWire", error)
}

fn run(
    source: Source,
    stopped: pipewire::channel::Receiver<()>,
    frames: &Arc<Frames>,
) -> Result<(), CaptureError> {
    pipewire::init();
    let main = MainLoopRc::new(None).map_err(failed)?;
    let quit = main.clone();
    let _stop = stopped.attach(main.loop_(), move |()| quit.quit());
    let context = ContextRc::new(&main, None).map_err(failed)?;
    let core = context.connect_fd_rc(source.remote, None).map_err(failed)?;
    let about = properties! {
        *MEDIA_TYPE => "Video",
        *MEDIA_CATEGORY => "Capture",
        *MEDIA_ROLE => "Screen",
    };
    let stream = StreamRc::new(core, "corporate-capture", about).map_err(failed)?;
    let (formed, ended, took) = (Arc::clone(frames), Arc::clone(frames), Arc::clone(frames));
    let (formed_quit, ended_quit) = (main.clone(), main.clone());
    let _listener = stream
        .add_local_listener::<()>()
        .param_changed(move |stream, (), id, param| {
            let Some(param) = param.filter(|_| id == ParamType::Format.as_raw()) else { return };
            if let Err(reason) = agree(stream, param, &formed) {
                formed.end(reason);
                formed_quit.quit();
            }
        })
        .state_changed(move |_, (), old, new| {
            let reason = match new {
                StreamState::Error(error) => CaptureError::system("capturing with PipeWire", error),
                // The desktop has ended it: a monitor that is gone, or its owner.
                StreamState::Unconnected if old != StreamState::Unconnected => {
                    CaptureError::MonitorChanged
                }
                _ => return,
            };
            ended.end(reason);
            ended_quit.quit();
        })
        .process(move |stream, ()| took.take(stream))
        .register()
        .map_err(failed)?;
    let formats = params::formats()?;
    let mut wishes = [pod(&formats)?];
    let flags = StreamFlags::AUTOCONNECT | StreamFlags::MAP_BUFFERS;
    stream.connect(Direction::Input, Some(source.node), flags, &mut wishes).map_err(failed)?;
    main.run();
    Ok(())
}

/// Looks at the form that the producer has chosen, and asks for what goes with it.
fn agree(stream: &System, form: &Pod, frames: &Frames) -> Result<(), CaptureError> {
    let mut info = VideoInfoRaw::new();
    let read = info.parse(form);
    read.map_err(|_| CaptureError::system("reading PipeWire's form", "it is none of pictures"))?;
    let (size, wanted) = (info.size(), frames.size());
    if [size.width, size.height] != wanted.map(u32::from) {
        tracing::warn!(size.width, size.height, "pictures of another size than the monitor's");
        return Err(CaptureError::MonitorChanged);
    }
    let wishes = [params::buffers()?, params::damage()?, params::cursor()?];
    let mut wishes = [pod(&wishes[0])?, pod(&wishes[1])?, pod(&wishes[2])?];
    stream.update_params(&mut wishes).map_err(failed)
}

fn pod(bytes: &[u8]) -> Result<&Pod, CaptureError> {
    Pod::from_bytes(bytes)
        .ok_or_else(|| CaptureError::system("asking PipeWire", "the wishes can't be read"))
}
