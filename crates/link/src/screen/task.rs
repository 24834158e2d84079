//! The task behind a screen link: connects, lets frames out, takes acknowledgements in.

use corporate_protocol::ErrorCode;
use corporate_protocol::screen::{Message as ScreenMessage, RefreshReason};
use futures_util::StreamExt as _;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{self, Bytes, Message};
use tokio_util::sync::CancellationToken;

use super::{Credit, Line, ScreenEvent};
use crate::connect::{Socket, Target, connect};
use crate::socket::{Beat, Pulse, close, write};
use crate::{Backoff, Connection, LinkError};

/// The portal's close code for a frame without consent.
const CLOSED_WITHOUT_CONSENT: u16 = 4403;

pub(super) struct Task {
    target: Target,
    frames: mpsc::Receiver<(u64, Vec<u8>)>,
    events: mpsc::Sender<ScreenEvent>,
    line: watch::Sender<Line>,
    closing: CancellationToken,
}

/// How a connection, or an attempt at one, has ended.
enum End {
    /// Nobody listens any more.
    Done,
    /// The line was cut; come back.
    Cut,
    /// The portal wants no further connection.
    Final(ErrorCode),
}

impl Task {
    pub(super) const fn new(
        target: Target,
        frames: mpsc::Receiver<(u64, Vec<u8>)>,
        events: mpsc::Sender<ScreenEvent>,
        line: watch::Sender<Line>,
        closing: CancellationToken,
    ) -> Self {
        Self { target, frames, events, line, closing }
    }

    pub(super) async fn run(mut self) {
        let closing = self.closing.clone();
        tokio::select! {
            biased;
            // Cancels whatever is under way: after `close` not one more byte of a picture.
            () = closing.cancelled() => {}
            () = self.connections() => {}
        }
        self.line.send_modify(|line| {
            line.open = false;
            line.ended = true;
        });
    }

    async fn connections(&mut self) {
        let mut backoff = Backoff::default();
        loop {
            match self.connection(&mut backoff).await {
                End::Done => return,
                End::Final(code) => {
                    tracing::info!(code = %code, "the portal has closed the screen socket");
                    self.tell(ScreenEvent::Closed(code)).await;
                    return;
                }
                End::Cut => {}
            }
            self.line.send_modify(|line| line.open = false);
            let retry_in = backoff.failed(rand::random());
            if !self.tell(ScreenEvent::Connection(Connection::Offline { retry_in })).await {
                return;
            }
            tokio::time::sleep(retry_in).await;
        }
    }

    async fn connection(&mut self, backoff: &mut Backoff) -> End {
        match connect(&self.target).await {
            Ok(socket) => {
                let since = Instant::now();
                if !self.tell(ScreenEvent::Connection(Connection::Online)).await {
                    return End::Done;
                }
                self.line.send_modify(|line| {
                    line.connection += 1;
                    line.open = true;
                    line.credit = Credit::default();
                });
                let end = self.serve(socket).await;
                backoff.held(since.elapsed());
                end
            }
            Err(LinkError::Refused(code)) if !LinkError::Refused(code).may_pass() => {
                End::Final(code)
            }
            Err(error) => {
                tracing::info!(error = %error, "the screen socket could not be opened");
                End::Cut
            }
        }
    }

    async fn serve(&mut self, mut socket: Socket) -> End {
        let connection = self.line.borrow().connection;
        let mut pulse = Pulse::new();
        loop {
            tokio::select! {
                frame = self.frames.recv() => match frame {
                    // Made for a connection that is gone.
                    Some((made_for, _)) if made_for != connection => {}
                    Some((_, bytes)) => {
                        if let Err(error) = write(&mut socket, Message::binary(bytes)).await {
                            return cut(&error);
                        }
                    }
                    None => {
                        close(socket).await;
                        return End::Done;
                    }
                },
                message = socket.next() => {
                    if let Some(end) = self.received(message).await {
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

    async fn received(&self, message: Option<Result<Message, tungstenite::Error>>) -> Option<End> {
        match message {
            Some(Ok(Message::Binary(bytes))) => match ScreenMessage::decode(&bytes) {
                Ok(message) => self.understood(message).await,
                Err(_) => Some(cut(&LinkError::NotUnderstood)),
            },
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => None,
            Some(Ok(Message::Text(_))) => Some(cut(&LinkError::NotUnderstood)),
            Some(Ok(Message::Close(frame))) => Some(closed(frame.as_ref())),
            None => Some(cut(&LinkError::unreachable("the portal has closed the connection"))),
            Some(Err(error)) => Some(cut(&LinkError::unreachable(error))),
        }
    }

    async fn understood(&self, message: ScreenMessage) -> Option<End> {
        match message {
            ScreenMessage::Acknowledgement(acknowledgement) => {
                self.line.send_modify(|line| line.credit.acknowledge(acknowledgement.sequence));
                // Only a measurement by now: a full queue drops it.
                let event = ScreenEvent::Acknowledged(acknowledgement);
                if self.events.try_send(event).is_err() && self.events.is_closed() {
                    return Some(End::Done);
                }
                None
            }
            ScreenMessage::RefreshRequest(request) => self.refresh(request.reason).await,
            ScreenMessage::Frame(_) => Some(cut(&LinkError::NotUnderstood)),
        }
    }

    async fn refresh(&self, reason: RefreshReason) -> Option<End> {
        // Told before the window opens, so that the frame that it lets through is the refresh.
        if !self.tell(ScreenEvent::RefreshWanted(reason)).await {
            return Some(End::Done);
        }
        self.line.send_modify(|line| line.credit.forgive());
        None
    }

    async fn tell(&self, event: ScreenEvent) -> bool {
        self.events.send(event).await.is_ok()
    }
}

fn closed(frame: Option<&CloseFrame>) -> End {
    match frame.map(|frame| u16::from(frame.code)) {
        Some(CLOSED_WITHOUT_CONSENT) => End::Final(ErrorCode::NoConsent),
        _ => cut(&LinkError::unreachable("the portal has closed the connection")),
    }
}

fn cut(error: &LinkError) -> End {
    tracing::info!(error = %error, "the screen socket was cut");
    End::Cut
}
