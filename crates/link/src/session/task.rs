//! The task behind a session link: connects, resumes, sends, waits and connects again, until it
//! is closed or the portal wants no more.

use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{ClientMessage, Command, ErrorCode, Seq, ServerMessage, SessionId};
use futures_util::StreamExt as _;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{self, Bytes, Message};
use tokio_util::sync::CancellationToken;

use super::{Connection, LinkEvent};
use crate::connect::{Socket, Target, connect};
use crate::socket::{Beat, Pulse, close, write};
use crate::{Backoff, Cursor, LinkError, Outbox};

/// For answers to what was asked before closing.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

pub(super) struct Task {
    target: Target,
    cursor: Cursor,
    outbox: Outbox,
    backoff: Backoff,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<LinkEvent>,
    room: Arc<Semaphore>,
    closing: CancellationToken,
    /// The last event that was taken in and not acknowledged; a later one stands for it too.
    receipt: Option<Seq>,
}

/// How a connection, or an attempt at one, has ended.
enum End {
    /// We closed it, or nobody listens any more.
    Done,
    /// The line was cut; come back.
    Cut,
    /// The portal wants no further connection.
    Final(ErrorCode),
}

impl Task {
    pub(super) fn new(
        target: Target,
        session: SessionId,
        commands: mpsc::Receiver<Command>,
        events: mpsc::Sender<LinkEvent>,
        room: Arc<Semaphore>,
        closing: CancellationToken,
    ) -> Self {
        let (cursor, outbox) = (Cursor::new(session), Outbox::default());
        let backoff = Backoff::default();
        let receipt = None;
        Self { target, cursor, outbox, backoff, commands, events, room, closing, receipt }
    }

    pub(super) async fn run(mut self) {
        loop {
            match self.connection().await {
                End::Done => return,
                End::Final(code) => {
                    tracing::info!(code = %code, "the portal has closed the session's log");
                    self.tell(LinkEvent::Closed(code)).await;
                    return;
                }
                End::Cut => {}
            }
            self.outbox.cut();
            let retry_in = self.backoff.failed(rand::random());
            if !self.tell(LinkEvent::Connection(Connection::Offline { retry_in })).await {
                return;
            }
            tokio::select! {
                () = self.closing.cancelled() => return,
                () = self.events.closed() => return,
                () = tokio::time::sleep(retry_in) => {}
            }
        }
    }

    /// One connection, from the first packet to the end.
    async fn connection(&mut self) -> End {
        self.receipt = None;
        self.target.url.set_query(Some(&format!("after={}", self.cursor.last())));
        let connected = tokio::select! {
            () = self.given_up() => return End::Done,
            () = self.events.closed() => return End::Done,
            connected = connect(&self.target) => connected,
        };
        match connected {
            Ok(socket) => {
                let since = Instant::now();
                let end = self.serve(socket).await;
                self.backoff.held(since.elapsed());
                end
            }
            Err(LinkError::Refused(code)) if !LinkError::Refused(code).may_pass() => {
                End::Final(code)
            }
            Err(error) => {
                tracing::info!(error = %error, "the session's log could not be opened");
                End::Cut
            }
        }
    }

    /// Waits until an attempt to connect is worth no more: at once when closing, or a little later
    /// where something still waits to be sent.
    async fn given_up(&self) {
        self.closing.cancelled().await;
        if !self.outbox.is_empty() || !self.commands.is_empty() {
            tokio::time::sleep(LAST_ANSWERS).await;
        }
    }

    async fn serve(&mut self, mut socket: Socket) -> End {
        let mut pulse = Pulse::new();
        let mut online = false;
        let mut last_answers: Option<Instant> = None;
        loop {
            if let Err(error) = self.send_what_waits(&mut socket).await {
                return cut(&error);
            }
            if last_answers.is_some() && self.outbox.is_empty() && self.commands.is_empty() {
                close(socket).await;
                return End::Done;
            }
            let patience = last_answers.unwrap_or_else(|| Instant::now() + LAST_ANSWERS);
            tokio::select! {
                () = self.closing.cancelled(), if last_answers.is_none() => {
                    last_answers = Some(Instant::now() + LAST_ANSWERS);
                }
                () = tokio::time::sleep_until(patience), if last_answers.is_some() => {
                    close(socket).await;
                    return End::Done;
                }
                Some(command) = self.commands.recv() => {
                    // The semaphore of `SessionLink` lets no more in than fit.
                    if self.outbox.push(command).is_err() {
                        tracing::error!("a command found no room in the outbox");
                    }
                }
                message = socket.next() => {
                    if let Some(end) = self.received(message, &mut online).await {
                        return end;
                    }
                    pulse.heard();
                }
                beat = pulse.next() => match beat {
                    Beat::Silent => return cut(&LinkError::unreachable("the portal is silent")),
                    Beat::Ping => {
                        if let Err(error) = write(&mut socket, Message::Ping(Bytes::new())).await {
                            return cut(&error);
                        }
                    }
                },
            }
        }
    }

    async fn send_what_waits(&mut self, socket: &mut Socket) -> Result<(), LinkError> {
        if let Some(seq) = self.receipt.take() {
            let text = serde_json::to_string(&ClientMessage::Received { seq })
                .map_err(LinkError::unreachable)?;
            write(socket, Message::text(text)).await?;
        }
        while let Some(command) = self.outbox.take_next() {
            let text = serde_json::to_string(&ClientMessage::Command(command))
                .map_err(LinkError::unreachable)?;
            write(socket, Message::text(text)).await?;
        }
        Ok(())
    }

    /// Takes a message in; an end where the connection has none further.
    async fn received(
        &mut self,
        message: Option<Result<Message, tungstenite::Error>>,
        online: &mut bool,
    ) -> Option<End> {
        match message {
            Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                Ok(message) => self.understood(message, online).await,
                Err(_) => Some(cut(&LinkError::NotUnderstood)),
            },
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => None,
            Some(Ok(Message::Binary(_))) => Some(cut(&LinkError::NotUnderstood)),
            Some(Ok(Message::Close(_))) | None => {
                Some(cut(&LinkError::unreachable("the portal has closed the connection")))
            }
            Some(Err(error)) => Some(cut(&LinkError::unreachable(error))),
        }
    }

    async fn understood(&mut self, message: ServerMessage, online: &mut bool) -> Option<End> {
        let event = match message {
            ServerMessage::Events { mut events, state } => {
                if let Err(gap) = self.cursor.advance(&mut events, state) {
                    tracing::warn!(log.after = %gap.after, "the log has a hole");
                    return Some(End::Cut);
                }
                if !std::mem::replace(online, true)
                    && !self.tell(LinkEvent::Connection(Connection::Online)).await
                {
                    return Some(End::Done);
                }
                if !events.is_empty() {
                    self.receipt = Some(self.cursor.last());
                }
                LinkEvent::Events { events, state: Box::new(self.cursor.state().clone()) }
            }
            ServerMessage::Confirmed { command, .. } => {
                self.settled(command).then_some(LinkEvent::Confirmed { command })?
            }
            ServerMessage::Refused { command, code } => {
                self.settled(command).then_some(LinkEvent::Refused { command, code })?
            }
            ServerMessage::Presence(presence) => LinkEvent::Presence(presence),
            ServerMessage::Signal { .. }
            | ServerMessage::Delivered(_)
            | ServerMessage::Place(_) => return None,
            ServerMessage::Closing { code: ErrorCode::Unavailable } => {
                return Some(cut(&LinkError::Refused(ErrorCode::Unavailable)));
            }
            ServerMessage::Closing { code } => return Some(End::Final(code)),
        };
        if self.tell(event).await { None } else { Some(End::Done) }
    }

    fn settled(&mut self, command: corporate_protocol::CommandId) -> bool {
        let known = self.outbox.settle(command);
        if known {
            self.room.add_permits(1);
        }
        known
    }

    /// Waits until the user has taken it, or leaves; `false` for the latter.
    async fn tell(&self, event: LinkEvent) -> bool {
        self.events.send(event).await.is_ok()
    }
}

fn cut(error: &LinkError) -> End {
    tracing::info!(error = %error, "the session's log was cut");
    End::Cut
}
