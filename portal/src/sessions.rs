//! The session log at work: opens sessions, carries commands out, adds what the portal itself
//! notices, and keeps the computed overview of each session at hand. Every change of a session
//! goes through `Sessions::append`; controllers and sockets call it.

mod overview;
mod presence;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use corporate_protocol::{
    Author, ChatAfterUpgrade, Command, CommandId, Credential, CustomerFacts, ErrorCode, Event,
    EventBody, HandoffId, Mode, Seq, SessionId, SessionState, StartChat, Surroundings, Timestamp,
    Via, decide, limits,
};

pub(crate) use overview::{Overview, ReportRow};
pub(crate) use presence::{Participant, PresenceBook, PresenceGuard};

use crate::bus::{Bus, Notice};
use crate::clock::Clock;
use crate::random;
use crate::store::{AppendError, Store, StoreError};

/// How long a customer's credential is good for: a long chat and its transcript.
pub(crate) const CREDENTIAL_SECONDS: i64 = 24 * 3600;
/// Attempts to add an event while others add theirs.
const ATTEMPTS: usize = 16;
/// Sessions that are kept computed; those that nobody holds are forgotten above it.
const KEPT_SESSIONS: usize = 4096;

/// Why something could not be done in a session.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum SessionError {
    /// It may not be done, or not now.
    #[error("refused: {0}")]
    Refused(ErrorCode),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Others were always faster.
    #[error("the session changed too often meanwhile")]
    Contended,
}

impl From<ErrorCode> for SessionError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl SessionError {
    /// The code that callers get to see.
    pub(crate) const fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) => *code,
            Self::Store(_) => ErrorCode::Internal,
            Self::Contended => ErrorCode::Unavailable,
        }
    }
}

/// A session that somebody looks at, kept computed.
pub(crate) struct Live {
    /// Which one.
    pub id: SessionId,
    overview: RwLock<Arc<Overview>>,
    app_arrivals: AtomicU64,
    /// Held while the overview catches up, so that appends of one process wait for each other
    /// and don't collide in the store.
    turn: tokio::sync::Mutex<()>,
}

impl Live {
    /// What follows from the log as far as it is known here.
    pub(crate) fn overview(&self) -> Arc<Overview> {
        self.overview.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts an app's connection; the number tells an app that came back from one that did not.
    pub(crate) fn app_arrived(&self) -> u64 {
        self.app_arrivals.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// The number of the latest connection of an app.
    pub(crate) fn last_app_arrival(&self) -> u64 {
        self.app_arrivals.load(Ordering::SeqCst)
    }
}

/// All sessions.
pub(crate) struct Sessions {
    store: Arc<dyn Store>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    live: Mutex<HashMap<SessionId, Arc<Live>>>,
}

impl Sessions {
    /// The sessions in a store.
    pub(crate) fn new(store: Arc<dyn Store>, bus: Arc<dyn Bus>, clock: Arc<dyn Clock>) -> Self {
        Self { store, bus, clock, live: Mutex::default() }
    }

    /// Opens a session; the credential is the web chat's and is kept hashed only.
    ///
    /// # Errors
    /// [`SessionError`] where there is no such queue or the store fails.
    pub(crate) async fn start(
        &self,
        chat: StartChat,
    ) -> Result<(SessionId, Credential), SessionError> {
        let queues = self.store.queues().await?;
        let queue = match chat.queue {
            Some(wanted) => queues.into_iter().find(|queue| queue.id == wanted),
            None => queues.into_iter().next(),
        };
        let queue = queue.ok_or(ErrorCode::QueueUnknown)?;
        let credential = random::secret();
        let first = Event {
            session: SessionId::random(),
            seq: Seq::default().next(),
            at: self.clock.now(),
            author: Author::Customer { via: Via::Web },
            body: EventBody::SessionStarted {
                customer: chat.name.ok_or(ErrorCode::NameInvalid)?,
                question: chat.question,
                queue: queue.id,
                language: chat.language,
                mode: Mode::Queue,
                email: chat.email,
                facts: CustomerFacts { page: chat.page, ..CustomerFacts::default() },
                terms_accepted: chat.terms_accepted,
                web_chat_off: false,
            },
        };
        let expires_at = first.at.plus_seconds(CREDENTIAL_SECONDS);
        self.store.start_session(&first, credential.hash(), expires_at).await?;
        self.bus.publish(first.session, Notice::Appended);
        tracing::info!(session.id = %first.session, "session started");
        Ok((first.session, credential))
    }

    /// The session as its log says now.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where there is none.
    pub(crate) async fn open(&self, session: SessionId) -> Result<Arc<Live>, SessionError> {
        let known = self.kept().get(&session).cloned();
        let live = known.unwrap_or_else(|| {
            Arc::new(Live {
                id: session,
                overview: RwLock::default(),
                app_arrivals: AtomicU64::default(),
                turn: tokio::sync::Mutex::default(),
            })
        });
        if self.catch_up(&live).await?.state.seq == Seq::default() {
            return Err(ErrorCode::NotFound.into());
        }
        let mut kept = self.kept();
        if kept.len() >= KEPT_SESSIONS {
            kept.retain(|_, live| Arc::strong_count(live) > 1);
        }
        Ok(Arc::clone(kept.entry(session).or_insert(live)))
    }

    /// Reads what is new in the log.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn catch_up(&self, live: &Live) -> Result<Arc<Overview>, StoreError> {
        let _turn = live.turn.lock().await;
        self.read_on(live).await
    }

    async fn read_on(&self, live: &Live) -> Result<Arc<Overview>, StoreError> {
        loop {
            let after = live.overview().state.seq;
            let events = self.store.events(live.id, after, limits::EVENTS_PER_MESSAGE).await?;
            apply(live, &events);
            if events.len() < limits::EVENTS_PER_MESSAGE {
                return Ok(live.overview());
            }
        }
    }

    /// Carries a participant's command out, once.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it may not be done, or not now.
    pub(crate) async fn command(
        &self,
        live: &Live,
        author: &Author,
        command: &Command,
    ) -> Result<Seq, SessionError> {
        let chat_after = match command.body {
            corporate_protocol::CommandBody::Upgrade => {
                self.store.account().await?.settings.chat_after
            }
            _ => ChatAfterUpgrade::default(),
        };
        let around = Surroundings::new(HandoffId::random(), chat_after);
        let seq = self
            .append(live, author, Some(command.id), |state| {
                decide(state, author, &command.body, &around)
            })
            .await?;
        Ok(seq)
    }

    /// Adds the event that `decide` makes of the session's present state. Where another node adds
    /// one meanwhile it reads that and decides again.
    ///
    /// # Errors
    /// [`SessionError`]: what `decide` says, or that the store failed.
    pub(crate) async fn append(
        &self,
        live: &Live,
        author: &Author,
        command: Option<CommandId>,
        decide: impl Fn(&SessionState) -> Result<EventBody, ErrorCode> + Send + Sync,
    ) -> Result<Seq, SessionError> {
        let _turn = live.turn.lock().await;
        for _ in 0..ATTEMPTS {
            let overview = self.read_on(live).await?;
            if let Some(id) = command
                && let Some(seq) = self.store.command(live.id, id).await?
            {
                return Ok(seq);
            }
            let event = Event {
                session: live.id,
                seq: overview.state.seq.next(),
                at: self.clock.now(),
                author: author.clone(),
                body: decide(&overview.state)?,
            };
            match self.store.append(&event, command).await {
                Ok(()) => {
                    let seq = event.seq;
                    apply(live, &[event]);
                    self.bus.publish(live.id, Notice::Appended);
                    return Ok(seq);
                }
                Err(AppendError::SeqTaken) => {}
                Err(AppendError::CommandKnown(seq)) => return Ok(seq),
                Err(AppendError::Store(error)) => return Err(error.into()),
            }
        }
        Err(SessionError::Contended)
    }

    /// Adds something that the portal noticed, unless `decide` finds that nothing is to be said.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn note(
        &self,
        live: &Live,
        author: &Author,
        decide: impl Fn(&SessionState) -> Option<EventBody> + Send + Sync,
    ) -> Result<(), SessionError> {
        match self.append(live, author, None, |state| decide(state).ok_or(ErrorCode::NotNow)).await
        {
            Ok(_) | Err(SessionError::Refused(ErrorCode::NotNow)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// At most one message full of events after a number.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn events(&self, live: &Live, after: Seq) -> Result<Vec<Event>, StoreError> {
        self.store.events(live.id, after, limits::EVENTS_PER_MESSAGE).await
    }

    /// The whole log.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn whole_log(&self, session: SessionId) -> Result<Vec<Event>, StoreError> {
        self.store.events(session, Seq::default(), usize::MAX).await
    }

    /// All sessions that go on, oldest first.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn all_open(&self) -> Result<Vec<Arc<Live>>, SessionError> {
        let ids = self.store.open_sessions().await?;
        self.open_each(ids).await
    }

    /// The latest sessions, newest first.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn latest(&self, most: usize) -> Result<Vec<Arc<Live>>, SessionError> {
        let ids = self.store.latest_sessions(most).await?;
        self.open_each(ids).await
    }

    async fn open_each(&self, ids: Vec<SessionId>) -> Result<Vec<Arc<Live>>, SessionError> {
        let mut sessions = Vec::with_capacity(ids.len());
        for id in ids {
            sessions.push(self.open(id).await?);
        }
        Ok(sessions)
    }

    /// The present moment on the portal's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, Arc<Live>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn apply(live: &Live, events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let mut overview = live.overview.write().unwrap_or_else(PoisonError::into_inner);
    let overview = Arc::make_mut(&mut overview);
    for event in events {
        overview.apply(event);
    }
}
