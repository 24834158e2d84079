//! The session log at work: opens sessions, carries commands out, adds what the portal itself
//! notices, and keeps the computed overview of each session at hand. Every change of a session
//! goes through `Sessions::append`; controllers and sockets call it.

mod bounds;
mod commands;
mod live;
mod overview;
mod presence;
mod workload;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use corporate_protocol::{
    Author, CommandId, Credential, ErrorCode, Event, EventBody, Mode, Seq, SessionId, SessionState,
    Timestamp, Via, limits,
};

pub(crate) use bounds::{Bounds, Side, WholeLog};
pub(crate) use live::Live;
pub(crate) use overview::Overview;
pub(crate) use presence::{Participant, PresenceBook, PresenceGuard};
pub(crate) use workload::{Room, Workload};

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

/// All sessions.
pub(crate) struct Sessions {
    store: Arc<dyn Store>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    live: Mutex<HashMap<SessionId, Arc<Live>>>,
    /// Those that can't be read and were logged.
    unreadable: Mutex<HashSet<SessionId>>,
    /// How much each side may ask of one session.
    pub(crate) bounds: Bounds,
    /// Who has which open sessions.
    pub(crate) workload: Workload,
    /// Events that were added since the start.
    pub(crate) events: AtomicU64,
    /// Chat messages among them.
    pub(crate) messages: AtomicU64,
}

impl Sessions {
    /// The sessions in a store.
    pub(crate) fn new(store: Arc<dyn Store>, bus: Arc<dyn Bus>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            bus,
            clock,
            live: Mutex::default(),
            unreadable: Mutex::default(),
            bounds: Bounds::new(),
            workload: Workload::default(),
            events: AtomicU64::default(),
            messages: AtomicU64::default(),
        }
    }

    /// Opens a session as its first event says; the credential is the web chat's and is kept
    /// hashed only.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn start(
        &self,
        session: SessionId,
        body: EventBody,
    ) -> Result<Credential, StoreError> {
        let credential = random::secret();
        let first = Event {
            session,
            seq: Seq::default().next(),
            at: self.clock.now(),
            author: Author::Customer { via: Via::Web },
            body,
        };
        let expires_at = first.at.plus_seconds(CREDENTIAL_SECONDS);
        self.store.start_session(&first, credential.hash(), expires_at).await?;
        self.bus.publish(session, Notice::Appended(first.seq));
        tracing::info!(session.id = %session, "session started");
        Ok(credential)
    }

    /// The session as its log says now.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where there is none.
    pub(crate) async fn open(&self, session: SessionId) -> Result<Arc<Live>, SessionError> {
        let known = self.kept().get(&session).cloned();
        let live = known.unwrap_or_else(|| Arc::new(Live::new(session)));
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

    /// Reads what is new in the log, where this event is not known yet.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn catch_up_to(&self, live: &Live, seq: Seq) -> Result<(), StoreError> {
        if live.overview().state.seq < seq {
            self.catch_up(live).await?;
        }
        Ok(())
    }

    async fn read_on(&self, live: &Live) -> Result<Arc<Overview>, StoreError> {
        loop {
            let after = live.overview().state.seq;
            let events = self.store.events(live.id, after, limits::EVENTS_PER_MESSAGE).await?;
            self.take_in(live, &events);
            if events.len() < limits::EVENTS_PER_MESSAGE {
                return Ok(live.overview());
            }
        }
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
            let overview = live.overview();
            let body = decide(&overview.state)
                .and_then(|body| bounds::has_room(&overview, &body).map(|()| body));
            let body = match body {
                Ok(body) => body,
                Err(code) => match self.said_before(live, command).await? {
                    Some(seq) => return Ok(seq),
                    // Another node may have written what this one has not read.
                    None if self.read_on(live).await?.state.seq > overview.state.seq => continue,
                    None => return Err(code.into()),
                },
            };
            let event = Event {
                session: live.id,
                seq: overview.state.seq.next(),
                at: self.clock.now(),
                author: author.clone(),
                body,
            };
            match self.store.append(&event, command).await {
                Ok(()) => return Ok(self.appended(live, event)),
                Err(AppendError::SeqTaken) => drop(self.read_on(live).await?),
                Err(AppendError::CommandKnown(seq)) => return Ok(seq),
                Err(AppendError::Store(error)) => return Err(error.into()),
            }
        }
        Err(SessionError::Contended)
    }

    fn appended(&self, live: &Live, event: Event) -> Seq {
        let seq = event.seq;
        self.events.fetch_add(1, Ordering::Relaxed);
        if matches!(event.body, EventBody::Message { .. }) {
            self.messages.fetch_add(1, Ordering::Relaxed);
        }
        self.take_in(live, &[event]);
        self.bus.publish(live.id, Notice::Appended(seq));
        seq
    }

    /// The event that a command became when it was sent the first time.
    async fn said_before(
        &self,
        live: &Live,
        command: Option<CommandId>,
    ) -> Result<Option<Seq>, StoreError> {
        match command {
            Some(id) => self.store.command(live.id, id).await,
            None => Ok(None),
        }
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
            // What a full log has no room for is not worth a failure either.
            Ok(_) | Err(SessionError::Refused(ErrorCode::NotNow | ErrorCode::TooLarge)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// At most one message full of events after a number.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn events(&self, live: &Live, after: Seq) -> Result<Vec<Event>, StoreError> {
        match live.latest(after) {
            Some(events) => Ok(events),
            None => self.store.events(live.id, after, limits::EVENTS_PER_MESSAGE).await,
        }
    }

    /// The whole log; one at a time of each session, and few of all, so that it waits for those
    /// who hold another one.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn whole_log(&self, session: SessionId) -> Result<WholeLog, StoreError> {
        let turn = self.bounds.whole_log(session).await;
        let events = self.store.events(session, Seq::default(), usize::MAX).await?;
        Ok(WholeLog::new(events, turn))
    }

    /// All sessions that go on and can be read, oldest first. One that can't be read must not
    /// stand in the way of all others.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn all_open(&self) -> Result<Vec<Arc<Live>>, SessionError> {
        let ids = self.store.open_sessions().await?;
        self.open_each(ids).await
    }

    async fn open_each(&self, ids: Vec<SessionId>) -> Result<Vec<Arc<Live>>, SessionError> {
        let mut sessions = Vec::with_capacity(ids.len());
        for id in ids {
            sessions.extend(self.open_readable(id).await?);
        }
        Ok(sessions)
    }

    /// The session as its log says now; none where there is none, or none that can be read, which
    /// is logged once.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails as a whole.
    pub(crate) async fn open_readable(
        &self,
        session: SessionId,
    ) -> Result<Option<Arc<Live>>, SessionError> {
        match self.open(session).await {
            Ok(live) => Ok(Some(live)),
            Err(SessionError::Refused(_)) => Ok(None),
            Err(SessionError::Store(error @ StoreError::Corrupt(_))) => {
                let mut known = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
                if known.len() < KEPT_SESSIONS && known.insert(session) {
                    tracing::error!(%error, session.id = %session, "session can't be read; left out");
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A session as far as it is known in this process, without a look into the store.
    pub(crate) fn known(&self, session: SessionId) -> Option<Arc<Live>> {
        self.kept().get(&session).cloned()
    }

    fn take_in(&self, live: &Live, events: &[Event]) {
        let Some(last) = events.last() else { return };
        live.apply(events);
        let overview = live.overview();
        if overview.start.as_ref().is_some_and(|start| start.mode == Mode::Message) {
            self.workload.is_message(live.id);
        }
        self.workload.follow(live.id, &overview.state, last.at);
    }

    /// Keeps nothing computed of sessions that were deleted.
    pub(crate) fn forget(&self, sessions: &[SessionId]) {
        self.kept().retain(|id, _| !sessions.contains(id));
    }

    /// The present moment on the portal's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, Arc<Live>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
