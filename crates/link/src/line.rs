//! One connection of a socket that comes back by itself, as both kinds of socket need it: opened
//! with a verdict on what a failure means, kept alive by pings, cut when nothing comes any more.

use corporate_protocol::ErrorCode;
use futures_util::StreamExt as _;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Bytes, Message, Utf8Bytes};

use crate::connect::{Socket, Target, connect};
use crate::socket::{Beat, Pulse, close, write};
use crate::{Backoff, LinkError};

/// How a connection, or an attempt at one, has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// We closed it, or nobody listens any more.
    Done,
    /// The line was cut; come back.
    Cut,
    /// The portal wants no further connection.
    Final(ErrorCode),
}

/// A message with something in it.
pub(crate) enum Heard {
    Text(Utf8Bytes),
    Binary(Bytes),
}

/// Says whether a close code is the portal's last word on a socket, and which.
pub(crate) type LastWord = fn(u16) -> Option<ErrorCode>;

/// An open connection.
pub(crate) struct Line {
    /// What it carries, for the log.
    what: &'static str,
    /// What a close code means after which there is to be no further connection.
    last_word: LastWord,
    socket: Socket,
    pulse: Pulse,
    since: Instant,
}

impl Line {
    /// Connects; where that fails, says whether to come back.
    pub(crate) async fn open(
        what: &'static str,
        target: &Target,
        last_word: LastWord,
    ) -> Result<Self, End> {
        match connect(target).await {
            Ok(socket) => {
                let (pulse, since) = (Pulse::new(), Instant::now());
                Ok(Self { what, last_word, socket, pulse, since })
            }
            Err(LinkError::Refused(code)) if !LinkError::Refused(code).may_pass() => {
                Err(End::Final(code))
            }
            Err(error) => {
                tracing::info!(%error, "{what} could not be opened");
                Err(End::Cut)
            }
        }
    }

    /// The next message that is more than a sign of life, however long that takes; pings meanwhile.
    /// Safe to cancel.
    pub(crate) async fn hear(&mut self) -> Result<Heard, End> {
        loop {
            tokio::select! {
                message = self.socket.next() => {
                    let heard = match message {
                        Some(Ok(message)) => self.understood(message)?,
                        Some(Err(error)) => return Err(self.cut(&LinkError::unreachable(error))),
                        None => return Err(self.closed(None)),
                    };
                    self.pulse.heard();
                    if let Some(heard) = heard {
                        return Ok(heard);
                    }
                }
                beat = self.pulse.next() => match beat {
                    Beat::Silent => {
                        return Err(self.cut(&LinkError::unreachable("the portal is silent")));
                    }
                    Beat::Ping => self.send(Message::Ping(Bytes::new())).await?,
                },
            }
        }
    }

    /// Writes a message out.
    pub(crate) async fn send(&mut self, message: Message) -> Result<(), End> {
        write(&mut self.socket, message).await.map_err(|error| self.cut(&error))
    }

    /// Gives the connection up because of what came, or what went wrong.
    pub(crate) fn cut(&self, error: &LinkError) -> End {
        tracing::info!(%error, "{} was cut", self.what);
        End::Cut
    }

    /// Says goodbye.
    pub(crate) async fn close(self) {
        close(self.socket).await;
    }

    /// Tells a back-off how long this connection has held.
    pub(crate) fn held(&self, backoff: &mut Backoff) {
        backoff.held(self.since.elapsed());
    }

    fn understood(&self, message: Message) -> Result<Option<Heard>, End> {
        match message {
            Message::Text(text) => Ok(Some(Heard::Text(text))),
            Message::Binary(bytes) => Ok(Some(Heard::Binary(bytes))),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Ok(None),
            Message::Close(frame) => Err(self.closed(frame.as_ref())),
        }
    }

    fn closed(&self, frame: Option<&CloseFrame>) -> End {
        match frame.and_then(|frame| (self.last_word)(frame.code.into())) {
            Some(code) => End::Final(code),
            None => self.cut(&LinkError::unreachable("the portal has closed the connection")),
        }
    }
}
