//! The shared screen: owns the capture thread and the screen socket, and starts neither without a
//! [`Permit`]. The session's runner calls it; the portal's state decides when.
//!
//! Order of things: [`Sharing::choose`] names the monitor, for the question; after OK
//! [`Sharing::agreed`] finds that very monitor, for the announcement; [`Sharing::run`] captures and
//! sends it, and no other before [`Sharing::show`] has named one; [`Sharing::hold`] stops capturing
//! and keeps the socket; [`Sharing::close`] ends both. Dropping it does what `close` does, without waiting.

mod budget;
mod line;
mod numbers;
mod painter;
mod pipeline;
mod screens;
mod signals;

use std::sync::Arc;
use std::time::Duration;

use corporate_capture::{CaptureError, Monitor};
use corporate_link::{ScreenEvent, ScreenLink};
use corporate_protocol::screen::RefreshReason;
use corporate_protocol::{Credential, ErrorCode, PortalOrigin, SessionId};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;

pub(crate) use numbers::infos;
pub use screens::{Screens, SystemScreens};
pub(crate) use screens::{name_with_size, number_of};

use crate::consent::Permit;
use crate::handoff::wire_name;
use crate::pointer::AgentPointer;
use numbers::Numbers;
use pipeline::Pipeline;
use signals::Signals;

/// Failures that wait for the runner; the first one ends sharing, further ones may be lost.
const FAILURES: usize = 4;
/// Between two refreshes that viewers ask for.
const REFRESH_EVERY: Duration = Duration::from_millis(500);

/// Why sharing has ended by itself.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The screen can't be captured.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// The pictures can't be encoded.
    #[error(transparent)]
    Encode(#[from] corporate_encode::EncodeError),
    /// There is no monitor.
    #[error("there is no monitor")]
    NoMonitor,
    /// The monitor that the customer has agreed to is not there any more.
    #[error("the agreed monitor is gone")]
    MonitorGone,
    /// The portal takes no pictures.
    #[error("the portal takes no pictures: {0}")]
    Refused(ErrorCode),
}

impl Failure {
    /// The code under which the windows have a sentence for it.
    pub fn code(&self) -> String {
        match self {
            Self::Capture(CaptureError::NotSupportedYet { .. }) => "not_supported".to_owned(),
            Self::Capture(CaptureError::NotPermitted) => "not_permitted".to_owned(),
            Self::Capture(_) | Self::NoMonitor => "capture".to_owned(),
            Self::MonitorGone => "monitor".to_owned(),
            Self::Encode(_) => "encode".to_owned(),
            Self::Refused(code) => wire_name(*code),
        }
    }
}

/// The shared screen of one session.
pub struct Sharing {
    origin: PortalOrigin,
    session: SessionId,
    credential: Credential,
    screens: Arc<dyn Screens>,
    failures: mpsc::Sender<Failure>,
    numbers: Numbers,
    pointer: Arc<AgentPointer>,
    monitor: Option<Monitor>,
    line: Option<Line>,
    pipeline: Option<Pipeline>,
}

/// An open screen socket and the task that listens to it.
struct Line {
    link: ScreenLink,
    signals: Arc<Signals>,
    listener: JoinHandle<()>,
}

impl Sharing {
    /// Prepares sharing; opens and captures nothing. Failures come in on the receiver.
    pub fn new(
        origin: PortalOrigin,
        session: SessionId,
        credential: Credential,
        screens: Arc<dyn Screens>,
    ) -> (Self, mpsc::Receiver<Failure>) {
        let (failures, failed) = mpsc::channel(FAILURES);
        let sharing = Self {
            origin,
            session,
            credential,
            screens,
            failures,
            numbers: Numbers::default(),
            pointer: Arc::default(),
            monitor: None,
            line: None,
            pipeline: None,
        };
        (sharing, failed)
    }

    /// All monitors, each with the number that it keeps. Reads no pixel.
    ///
    /// # Errors
    /// [`Failure`] where the system does not tell.
    pub async fn monitors(&mut self) -> Result<Vec<Monitor>, Failure> {
        let screens = self.screens.clone();
        let found = tokio::task::spawn_blocking(move || screens.monitors());
        let found = found.await.map_err(|_| Failure::NoMonitor)??;
        Ok(self.numbers.give(found))
    }

    /// Chooses the monitor that a new question names. Reads no pixel.
    ///
    /// # Errors
    /// [`Failure`] where there is none, or none can be shared. None is agreed to then.
    pub async fn choose(&mut self) -> Result<Monitor, Failure> {
        self.monitor = None;
        let chosen = screens::choose(self.monitors().await?).ok_or(Failure::NoMonitor)?;
        Ok(self.monitor.insert(chosen).clone())
    }

    /// The monitor that the question has named, as it is now, and all that there are. Reads no pixel.
    ///
    /// # Errors
    /// [`Failure`] where the question named none, or it is gone. None is agreed to then.
    pub async fn agreed(&mut self) -> Result<(Monitor, Vec<Monitor>), Failure> {
        let agreed = self.monitor.take().ok_or(Failure::NoMonitor)?;
        let monitors = self.monitors().await?;
        let found = screens::find_among(&monitors, &agreed).ok_or(Failure::MonitorGone)?;
        Ok((self.monitor.insert(found).clone(), monitors))
    }

    /// Takes the monitor with this number, counted from 1, in place of the agreed one: the customer
    /// has chosen it. Stops capturing; [`Sharing::run`] goes on with it.
    ///
    /// # Errors
    /// [`Failure`] where it is gone. None is agreed to then.
    pub async fn show(&mut self, number: u16) -> Result<Monitor, Failure> {
        self.hold().await;
        self.monitor = None;
        let mut monitors = self.monitors().await?.into_iter();
        let found = monitors.find(|monitor| u32::from(monitor.index) + 1 == u32::from(number));
        Ok(self.monitor.insert(found.ok_or(Failure::MonitorGone)?).clone())
    }

    /// Captures and sends the chosen monitor as long as `permit` holds; opens the socket where
    /// it isn't open.
    pub async fn run(&mut self, permit: Permit) {
        self.hold().await;
        if !permit.holds() {
            return;
        }
        let Some(monitor) = self.monitor.clone() else {
            self.fail(Failure::NoMonitor);
            return;
        };
        let line = self.line.get_or_insert_with(|| {
            let (link, events) =
                ScreenLink::open(&self.origin, self.session, self.credential.clone());
            let signals = Arc::new(Signals::default());
            let (failures, pointer) = (self.failures.clone(), self.pointer.clone());
            let listener = tokio::spawn(listen(events, signals.clone(), failures, pointer));
            Line { link, signals, listener }
        });
        let port = line.link.port();
        port.start_again();
        self.pointer.captures(Some(monitor.clone()));
        let pipeline = Pipeline::start(pipeline::Parts {
            permit,
            port,
            monitor,
            screens: self.screens.clone(),
            signals: line.signals.clone(),
            failures: self.failures.clone(),
        });
        match pipeline {
            Ok(pipeline) => self.pipeline = Some(pipeline),
            Err(failure) => self.fail(failure),
        }
    }

    /// Stops capturing and waits until the thread has ended; the socket stays open.
    pub async fn hold(&mut self) {
        self.pointer.captures(None);
        if let Some(pipeline) = self.pipeline.take() {
            pipeline.stop().await;
        }
    }

    /// Stops capturing, closes the socket, and waits for both.
    pub async fn close(&mut self) {
        self.pointer.captures(None);
        if let Some(line) = self.line.take() {
            // The socket first: it drops what the thread may still have handed it.
            line.link.close().await;
            line.listener.abort();
        }
        self.hold().await;
    }

    /// A question is open, beside which no agent points at anything; or none is.
    pub fn asking(&self, asking: bool) {
        self.pointer.asking(asking);
    }

    fn fail(&self, failure: Failure) {
        if self.failures.try_send(failure).is_err() {
            tracing::debug!("a further failure of sharing is not told");
        }
    }
}

impl Drop for Sharing {
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            line.listener.abort();
        }
    }
}

/// Tells the pipeline that a viewer needs the whole picture. Requests that come faster than
/// [`REFRESH_EVERY`] wait, so that no viewer can make this machine do nothing else.
async fn listen(
    mut events: mpsc::Receiver<ScreenEvent>,
    signals: Arc<Signals>,
    failures: mpsc::Sender<Failure>,
    pointer: Arc<AgentPointer>,
) {
    let mut next_refresh = Instant::now();
    while let Some(event) = events.recv().await {
        match event {
            ScreenEvent::Connection(_) => signals.refresh(),
            ScreenEvent::Pointer(at) => pointer.points(at),
            // There may be room now for what waits for a free line.
            ScreenEvent::Acknowledged(_) => signals.wake(),
            ScreenEvent::RefreshWanted(reason) => {
                signals.allow_video(reason != RefreshReason::NoVideo);
                tokio::time::sleep_until(next_refresh).await;
                next_refresh = Instant::now() + REFRESH_EVERY;
                signals.refresh();
            }
            ScreenEvent::Closed(code) => {
                // The first failure ends sharing; a further one changes nothing.
                let _told_before = failures.try_send(Failure::Refused(code));
            }
            _ => {}
        }
    }
}
