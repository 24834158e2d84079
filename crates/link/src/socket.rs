//! What both sockets need to stay alive: pings, and noticing that nothing comes any more.

use std::time::Duration;

use futures_util::SinkExt as _;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message;

use crate::LinkError;
use crate::connect::Socket;

/// Between two pings of ours.
const PING: Duration = Duration::from_secs(20);
/// Without a sign of life for this long, the connection counts as cut. The portal pings every 20
/// seconds and answers our pings, so that several of them must be lost.
const SILENCE: Duration = Duration::from_secs(50);
/// For a message to leave this machine's buffers.
const WRITE: Duration = Duration::from_secs(20);
/// For the closing handshake.
const CLOSE: Duration = Duration::from_secs(1);

/// Knows when to ping and when to give up.
pub(crate) struct Pulse {
    heard: Instant,
    pinged: Instant,
}

/// What a [`Pulse`] asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beat {
    /// Send a ping.
    Ping,
    /// Give the connection up.
    Silent,
}

impl Pulse {
    pub(crate) fn new() -> Self {
        Self { heard: Instant::now(), pinged: Instant::now() }
    }

    /// Something has come.
    pub(crate) fn heard(&mut self) {
        self.heard = Instant::now();
    }

    /// Waits until something is to be done. Safe to cancel.
    pub(crate) async fn next(&mut self) -> Beat {
        let silent = self.heard + SILENCE;
        let ping = self.pinged + PING;
        tokio::time::sleep_until(silent.min(ping)).await;
        if silent <= ping {
            return Beat::Silent;
        }
        self.pinged = Instant::now();
        Beat::Ping
    }
}

/// Writes a message out; a peer that takes nothing for too long counts as gone.
pub(crate) async fn write(socket: &mut Socket, message: Message) -> Result<(), LinkError> {
    let sent = timeout(WRITE, socket.send(message)).await;
    sent.map_err(LinkError::unreachable)?.map_err(LinkError::unreachable)
}

/// Says goodbye; how well that goes changes nothing.
pub(crate) async fn close(mut socket: Socket) {
    if timeout(CLOSE, socket.close(None)).await.is_err() {
        tracing::debug!("the portal did not answer the goodbye");
    }
}
