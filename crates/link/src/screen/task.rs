//! The task behind a screen link: connects, lets frames out, takes acknowledgements in.

use std::time::Duration;

use corporate_protocol::ErrorCode;
use corporate_protocol::screen::{Acknowledgement, Message as ScreenMessage, RefreshReason};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use super::{Gate, ScreenEvent};
use crate::connect::Target;
use crate::line::{End, Heard, Line};
use crate::{Backoff, Connection, LinkError};

/// What the log calls this socket.
const WHAT: &str = "the screen socket";

/// The portal's close code for a frame without consent.
const CLOSED_WITHOUT_CONSENT: u16 = 4403;

pub(super) struct Task {
    target: Target,
    frames: mpsc::Receiver<(u64, Vec<u8>)>,
    events: mpsc::Sender<ScreenEvent>,
    gate: watch::Sender<Gate>,
    closing: CancellationToken,
}

impl Task {
    pub(super) const fn new(
        target: Target,
        frames: mpsc::Receiver<(u64, Vec<u8>)>,
        events: mpsc::Sender<ScreenEvent>,
        gate: watch::Sender<Gate>,
        closing: CancellationToken,
    ) -> Self {
        Self { target, frames, events, gate, closing }
    }

    pub(super) async fn run(mut self) {
        let closing = self.closing.clone();
        tokio::select! {
            biased;
            // Cancels whatever is under way: after `close` not one more byte of a picture.
            () = closing.cancelled() => {}
            () = self.connections() => {}
        }
        self.gate.send_modify(|gate| {
            gate.open = false;
            gate.ended = true;
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
            self.gate.send_modify(|gate| gate.open = false);
            let retry_in = backoff.failed(rand::random());
            if !self.tell(ScreenEvent::Connection(Connection::Offline { retry_in })).await {
                return;
            }
            tokio::time::sleep(retry_in).await;
        }
    }

    async fn connection(&mut self, backoff: &mut Backoff) -> End {
        let mut line = match Line::open(WHAT, &self.target, last_word).await {
            Ok(line) => line,
            Err(end) => return end,
        };
        if !self.tell(ScreenEvent::Connection(Connection::Online)).await {
            return End::Done;
        }
        self.gate.send_modify(|gate| {
            gate.connection += 1;
            gate.open = true;
            gate.flow.reconnect();
        });
        match self.serve(&mut line).await {
            Ok(()) => {
                line.close().await;
                End::Done
            }
            Err(end) => {
                line.held(backoff);
                end
            }
        }
    }

    /// Serves a connection until it is to be closed.
    async fn serve(&mut self, line: &mut Line) -> Result<(), End> {
        let connection = self.gate.borrow().connection;
        loop {
            tokio::select! {
                frame = self.frames.recv() => match frame {
                    // Made for a connection that is gone.
                    Some((made_for, _)) if made_for != connection => {}
                    Some((_, bytes)) => line.send(Message::binary(bytes)).await?,
                    None => return Ok(()),
                },
                heard = line.hear() => {
                    let message = match heard? {
                        Heard::Binary(bytes) => ScreenMessage::decode(&bytes).ok(),
                        Heard::Text(_) => None,
                    };
                    let message = message.ok_or_else(|| line.cut(&LinkError::NotUnderstood))?;
                    if let Some(end) = self.understood(line, message).await {
                        return Err(end);
                    }
                }
            }
        }
    }

    async fn understood(&self, line: &Line, message: ScreenMessage) -> Option<End> {
        match message {
            ScreenMessage::Acknowledgement(acknowledgement) => {
                let Acknowledgement { sequence, decode_us, paint_us } = acknowledgement;
                let busy_us = u64::from(decode_us) + u64::from(paint_us);
                let (busy, now) = (Duration::from_micros(busy_us), Instant::now());
                self.gate.send_modify(|gate| gate.flow.acknowledge(sequence, busy, now));
                // Only a measurement by now: a full queue drops it.
                let event = ScreenEvent::Acknowledged(acknowledgement);
                if self.events.try_send(event).is_err() && self.events.is_closed() {
                    return Some(End::Done);
                }
                None
            }
            ScreenMessage::RefreshRequest(request) => self.refresh(request.reason).await,
            ScreenMessage::Pointer(pointer) => {
                let told = self.events.try_send(ScreenEvent::Pointer(pointer));
                (told.is_err() && self.events.is_closed()).then_some(End::Done)
            }
            ScreenMessage::Frame(_) => Some(line.cut(&LinkError::NotUnderstood)),
        }
    }

    async fn refresh(&self, reason: RefreshReason) -> Option<End> {
        // Told before the window opens, so that the frame that it lets through is the refresh.
        if !self.tell(ScreenEvent::RefreshWanted(reason)).await {
            return Some(End::Done);
        }
        self.gate.send_modify(|gate| gate.flow.forgive());
        None
    }

    async fn tell(&self, event: ScreenEvent) -> bool {
        self.events.send(event).await.is_ok()
    }
}

fn last_word(close_code: u16) -> Option<ErrorCode> {
    (close_code == CLOSED_WITHOUT_CONSENT).then_some(ErrorCode::NoConsent)
}
