//! The task of a session: takes events, wishes and time to the conductor, and does what follows.

use std::sync::Arc;
use std::time::Duration;

use corporate_capture::Monitor;
use corporate_link::{Joined, LinkEvent, SessionLink};
use corporate_protocol::{CommandBody, ErrorCode, PortalOrigin};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::{Board, Conductor, Effect, Surface, Wish};
use crate::sharing::{Failure, Screens, Sharing, infos, name_with_size, number_of};

/// Wishes that wait; a customer is slower.
const WISHES: usize = 16;
/// How often it is looked while sharing whether other monitors are there.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// For everything that stopping a session does: two seconds for the screen, five for the link.
const STOP: Duration = Duration::from_secs(8);

/// What a session is made of.
pub struct SessionParts<Sc, Su> {
    /// The sealed portal.
    pub origin: PortalOrigin,
    /// What joining has brought.
    pub joined: Joined,
    /// Where pictures come from.
    pub screens: Sc,
    /// Who is told of changes.
    pub surface: Su,
}

/// A running session.
///
/// Dropping it stops capturing and cuts the line at once; [`Session::stop`] leaves properly.
#[derive(Debug)]
pub struct Session {
    board: Arc<Board>,
    wishes: mpsc::Sender<(Wish, oneshot::Sender<Result<(), ErrorCode>>)>,
    leaving: CancellationToken,
    task: tokio::sync::Mutex<JoinHandle<()>>,
}

impl Session {
    /// Starts the session's task. Needs a tokio runtime.
    pub fn start<Sc: Screens, Su: Surface>(parts: SessionParts<Sc, Su>) -> Self {
        let SessionParts { origin, joined, screens, surface } = parts;
        let (wishes, wished) = mpsc::channel(WISHES);
        let leaving = CancellationToken::new();
        let conductor = Conductor::new(&joined);
        let board = Arc::new(Board::new(conductor.view(Instant::now().into_std())));
        let (session, credential) = (joined.session, joined.credential);
        let (link, told) = SessionLink::open(&origin, session, credential.clone());
        let (sharing, failures) = Sharing::new(origin, session, credential, Arc::new(screens));
        let runner = Runner {
            conductor,
            board: board.clone(),
            surface,
            link,
            told: Some(told),
            wished,
            sharing,
            failures,
            leaving: leaving.clone(),
        };
        let task = tokio::sync::Mutex::new(tokio::spawn(runner.run()));
        Self { board, wishes, leaving, task }
    }

    /// What windows look at.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Hands in a wish and waits until it was taken to the conductor, not until the portal has
    /// heard of it.
    ///
    /// # Errors
    /// The code to show where it isn't possible.
    pub async fn wish(&self, wish: Wish) -> Result<(), ErrorCode> {
        let (answer, answered) = oneshot::channel();
        self.wishes.send((wish, answer)).await.map_err(|_| ErrorCode::SessionEnded)?;
        answered.await.map_err(|_| ErrorCode::SessionEnded)?
    }

    /// Leaves the session: stops capturing at once, tells the portal, closes the line. Takes at
    /// most eight seconds, usually far less than one; what hangs longer is aborted.
    pub async fn stop(&self) {
        self.leaving.cancel();
        let mut task = self.task.lock().await;
        if !task.is_finished() && tokio::time::timeout(STOP, &mut *task).await.is_err() {
            tracing::warn!("the session did not stop in time");
            task.abort();
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.task.get_mut().abort();
    }
}

struct Runner<Su> {
    conductor: Conductor,
    board: Arc<Board>,
    surface: Su,
    link: SessionLink,
    /// None once the link has ended.
    told: Option<mpsc::Receiver<LinkEvent>>,
    wished: mpsc::Receiver<(Wish, oneshot::Sender<Result<(), ErrorCode>>)>,
    sharing: Sharing,
    failures: mpsc::Receiver<Failure>,
    leaving: CancellationToken,
}

impl<Su: Surface> Runner<Su> {
    async fn run(mut self) {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            self.show();
            let now = Instant::now();
            let tick = self.conductor.next_tick(now.into_std()).map(Instant::from_std);
            let effects = tokio::select! {
                biased;
                () = self.leaving.cancelled() => break,
                Some((wish, answer)) = self.wished.recv() => {
                    self.wish(wish, answer).await;
                    continue;
                }
                told = next(self.told.as_mut()) => {
                    // Where nothing comes any more the link has said why, unless its task died.
                    let told = told.unwrap_or_else(|| {
                        self.told = None;
                        LinkEvent::Closed(ErrorCode::SessionEnded)
                    });
                    self.conductor.told(told, Instant::now().into_std())
                }
                Some(failure) = self.failures.recv() => self.failed(&failure),
                () = tokio::time::sleep_until(tick.unwrap_or(now)), if tick.is_some() => {
                    self.conductor.tick(Instant::now().into_std())
                }
                _ = looks.tick(), if self.conductor.is_sharing() => self.look().await,
            };
            // What could not be sent is in the view.
            let _shown = self.perform(effects).await;
        }
        self.leave().await;
    }

    /// What `Session::stop` waits for: first the screen, then a word to the portal, then the line.
    async fn leave(mut self) {
        self.sharing.close().await;
        let joined = self.board.view().state.is_some_and(|state| state.app_joined());
        if joined && self.link.send(CommandBody::LeaveApp).is_err() {
            tracing::info!("the portal could not be told that the app leaves");
        }
        // Nobody reads events any more: the link must not wait for that.
        if let Some(mut told) = self.told.take() {
            tokio::spawn(async move { while told.recv().await.is_some() {} });
        }
        self.link.close().await;
    }

    fn show(&mut self) {
        let view = self.conductor.view(Instant::now().into_std());
        self.sharing.asking(view.has_question());
        if self.board.set_view(view.clone()) {
            self.surface.view(&view);
        }
    }

    async fn wish(&mut self, wish: Wish, answer: oneshot::Sender<Result<(), ErrorCode>>) {
        let result = self.conductor.wished(wish, Instant::now().into_std());
        let result = match result {
            Ok(effects) => self.perform(effects).await,
            Err(code) => Err(code),
        };
        self.show();
        // A window that was closed meanwhile wants no answer.
        let _gone = answer.send(result);
    }

    fn failed(&mut self, failure: &Failure) -> Vec<Effect> {
        tracing::warn!(%failure, "sharing has failed");
        self.conductor.screen_failed(&failure.code())
    }

    async fn perform(&mut self, effects: Vec<Effect>) -> Result<(), ErrorCode> {
        let mut result = Ok(());
        for effect in effects {
            match effect {
                Effect::Send(body) => result = result.and(self.send(body)),
                Effect::Choose => self.choose().await,
                Effect::Announce => self.announce().await,
                Effect::Show(number) => self.switch(number).await,
                Effect::Capture(permit) => self.sharing.run(permit).await,
                Effect::Hold => self.sharing.hold().await,
                Effect::Close => self.sharing.close().await,
                Effect::Log(events) => {
                    self.board.add_events(&events);
                    self.surface.log(&events);
                }
            }
        }
        result
    }

    fn send(&mut self, body: CommandBody) -> Result<(), ErrorCode> {
        match self.link.send(body.clone()) {
            Ok(id) => {
                self.conductor.sent(id, body);
                Ok(())
            }
            Err(_full) => {
                self.conductor.not_sent(&body);
                Err(ErrorCode::RateLimited)
            }
        }
    }

    /// For the question only: where it fails, the announcement will too, and say so.
    async fn choose(&mut self) {
        match self.sharing.choose().await {
            Ok(monitor) => self.name(monitor),
            Err(failure) => tracing::warn!(%failure, "no monitor can be named"),
        }
    }

    fn name(&mut self, monitor: Monitor) {
        let language = self.board.view().language;
        self.conductor.chosen(&name_with_size(&monitor, language));
        self.board.set_monitor(monitor);
    }

    /// Takes the monitor that the customer has chosen in place of the agreed one.
    async fn switch(&mut self, number: u16) {
        match self.sharing.show(number).await {
            Ok(monitor) => self.name(monitor),
            Err(failure) => self.give_up(&failure).await,
        }
    }

    /// Which monitors there are now. Where the system does not tell, nothing has changed.
    async fn look(&mut self) -> Vec<Effect> {
        match self.sharing.monitors().await {
            Ok(monitors) => self.conductor.monitors_are(infos(&monitors)),
            Err(failure) => {
                tracing::debug!(%failure, "the monitors are not known");
                Vec::new()
            }
        }
    }

    /// Announces the monitor that the question has named, and no other.
    async fn announce(&mut self) {
        match self.sharing.agreed().await {
            Ok((monitor, all)) => {
                let start = CommandBody::StartSharing {
                    monitor: number_of(&monitor),
                    width: monitor.width,
                    height: monitor.height,
                    monitors: infos(&all),
                };
                self.board.set_monitor(monitor);
                // An error is in the view already.
                let _shown = self.send(start);
            }
            Err(failure) => self.give_up(&failure).await,
        }
    }

    /// Ends sharing for a failure in the middle of something else.
    async fn give_up(&mut self, failure: &Failure) {
        for effect in self.failed(failure) {
            match effect {
                // An error is in the view already.
                Effect::Send(body) => _ = self.send(body),
                _ => self.sharing.close().await,
            }
        }
    }
}

async fn next(told: Option<&mut mpsc::Receiver<LinkEvent>>) -> Option<LinkEvent> {
    match told {
        Some(told) => told.recv().await,
        None => std::future::pending().await,
    }
}
