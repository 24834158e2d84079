//! The task behind a session link: connects, resumes, sends, waits and connects again, until it
//! is closed or the portal wants no more.

use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{ClientMessage, Command, ErrorCode, Seq, ServerMessage, SessionId};
use serde::Serialize;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use super::{Connection, LinkEvent};
use crate::connect::Target;
use crate::line::{End, Heard, Line};
use crate::{Backoff, Cursor, LinkError, Outbox};

/// What the log calls this socket.
const WHAT: &str = "the session's log";

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
        let opened = tokio::select! {
            () = self.given_up() => return End::Done,
            () = self.events.closed() => return End::Done,
            // The portal's last word on a log is a message, `closing`.
            opened = Line::open(WHAT, &self.target, |_| None) => opened,
        };
        match opened {
            Ok(mut line) => {
                let end = match self.serve(&mut line).await {
                    Ok(()) => {
                        line.close().await;
                        return End::Done;
                    }
                    Err(end) => end,
                };
                line.held(&mut self.backoff);
                end
            }
            Err(end) => end,
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

    /// Serves a connection until it is to be closed.
    async fn serve(&mut self, line: &mut Line) -> Result<(), End> {
        let mut online = false;
        let mut last_answers: Option<Instant> = None;
        loop {
            self.send_what_waits(line).await?;
            if last_answers.is_some() && self.outbox.is_empty() && self.commands.is_empty() {
                return Ok(());
            }
            let patience = last_answers.unwrap_or_else(|| Instant::now() + LAST_ANSWERS);
            tokio::select! {
                () = self.closing.cancelled(), if last_answers.is_none() => {
                    last_answers = Some(Instant::now() + LAST_ANSWERS);
                }
                () = tokio::time::sleep_until(patience), if last_answers.is_some() => {
                    return Ok(());
                }
                Some(command) = self.commands.recv() => {
                    // The semaphore of `SessionLink` lets no more in than fit.
                    if self.outbox.push(command).is_err() {
                        tracing::error!("a command found no room in the outbox");
                    }
                }
                heard = line.hear() => {
                    let message = match heard? {
                        Heard::Text(text) => serde_json::from_str(&text).ok(),
                        Heard::Binary(_) => None,
                    };
                    let message = message.ok_or_else(|| line.cut(&LinkError::NotUnderstood))?;
                    if let Some(end) = self.understood(line, message, &mut online).await {
                        return Err(end);
                    }
                }
            }
        }
    }

    async fn send_what_waits(&mut self, line: &mut Line) -> Result<(), End> {
        if let Some(seq) = self.receipt.take() {
            say(line, &ClientMessage::Received { seq }).await?;
        }
        while let Some(command) = self.outbox.take_next() {
            say(line, &ClientMessage::Command(command)).await?;
        }
        Ok(())
    }

    /// Takes a message in; an end where the connection has none further.
    async fn understood(
        &mut self,
        line: &Line,
        message: ServerMessage,
        online: &mut bool,
    ) -> Option<End> {
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
                return Some(line.cut(&LinkError::Refused(ErrorCode::Unavailable)));
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

async fn say(line: &mut Line, message: &impl Serialize) -> Result<(), End> {
    let text =
        serde_json::to_string(message).map_err(|error| line.cut(&LinkError::unreachable(error)))?;
    line.send(Message::text(text)).await
}
