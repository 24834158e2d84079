//! The session log socket as its user sees it: commands in, events out, whatever happens to the
//! line between.

mod task;

use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{
    Command, CommandBody, CommandId, Credential, ErrorCode, Event, LOG_PROTOCOL, PortalOrigin,
    Presence, SessionId, SessionState, limits,
};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::connect::Target;
use crate::{Outbox, OutboxFull};

/// Events that wait for a slow user. When they are full the socket is not read: words wait.
const EVENTS: usize = 64;
/// For what [`SessionLink::close`] does before it gives up.
const CLOSE: Duration = Duration::from_secs(5);

/// What the session log socket has to tell.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LinkEvent {
    /// What is new in the log, each event once and in order; may be none where only the state
    /// became known.
    Events {
        /// What happened.
        events: Vec<Event>,
        /// The newest state, possibly ahead of the events while a long log comes in.
        state: Box<SessionState>,
    },
    /// Who is connected.
    Presence(Presence),
    /// The line came or went.
    Connection(Connection),
    /// A command was carried out.
    Confirmed {
        /// Which.
        command: CommandId,
    },
    /// A command was not carried out and never will be.
    Refused {
        /// Which.
        command: CommandId,
        /// Why.
        code: ErrorCode,
    },
    /// The portal wants no further connection; nothing comes after this.
    Closed(ErrorCode),
}

/// State of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The portal has sent what was missed.
    Online,
    /// Cut, or not reached.
    Offline {
        /// Until the next attempt.
        retry_in: Duration,
    },
}

/// An open session log: reconnects by itself, sends every command until it is answered.
///
/// Dropping it stops its task at once; [`SessionLink::close`] lets it finish first.
#[derive(Debug)]
pub struct SessionLink {
    commands: mpsc::Sender<Command>,
    room: Arc<Semaphore>,
    closing: CancellationToken,
    task: JoinHandle<()>,
}

impl SessionLink {
    /// Starts the task that keeps the log of `session` open. Events come in on the receiver;
    /// dropping that ends the task too. Needs a tokio runtime.
    pub fn open(
        origin: &PortalOrigin,
        session: SessionId,
        credential: Credential,
    ) -> (Self, mpsc::Receiver<LinkEvent>) {
        let (commands, asked) = mpsc::channel(Outbox::CAPACITY);
        let (events, received) = mpsc::channel(EVENTS);
        let room = Arc::new(Semaphore::new(Outbox::CAPACITY));
        let closing = CancellationToken::new();
        let target = Target {
            origin: origin.clone(),
            url: origin.socket_at(&format!("/api/v1/sessions/{session}/log")),
            protocol: LOG_PROTOCOL,
            credential,
            // The portal bounds what it takes; what it sends can be a whole chunk of a long log.
            message_bytes: limits::EVENTS_PER_MESSAGE * limits::SOCKET_TEXT_BYTES,
        };
        let task = task::Task::new(target, session, asked, events, room.clone(), closing.clone());
        let task = tokio::spawn(task.run());
        (Self { commands, room, closing, task }, received)
    }

    /// Asks for something. The answer comes as [`LinkEvent::Confirmed`] or
    /// [`LinkEvent::Refused`] with the id returned here, after however many cuts.
    ///
    /// # Errors
    /// [`OutboxFull`] where too many commands wait for an answer, or the link has ended. Messages
    /// leave [`Outbox::RESERVED`] places free, so that answers, stops and ends always fit.
    pub fn send(&self, body: CommandBody) -> Result<CommandId, OutboxFull> {
        if self.room.available_permits() <= Outbox::to_leave_free(&body) {
            return Err(OutboxFull);
        }
        let permit = self.room.try_acquire().map_err(|_| OutboxFull)?;
        let id = CommandId::random();
        self.commands.try_send(Command { id, body }).map_err(|_| OutboxFull)?;
        // Given back by the task, when the command has been answered.
        permit.forget();
        Ok(id)
    }

    /// Ends the link: what was asked is sent and answered if that takes less than two seconds
    /// and the line is up, then the socket is closed and the task has ended. Takes at most five
    /// seconds; a task that hangs longer is aborted.
    pub async fn close(mut self) {
        self.closing.cancel();
        if tokio::time::timeout(CLOSE, &mut self.task).await.is_err() {
            tracing::warn!("the session link did not stop in time");
        }
    }
}

impl Drop for SessionLink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
