//! One WebSocket with its manners: pings every so often, gives up after silence, never waits for
//! a full line for ever, and says goodbye.

use std::future::Future;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::ErrorCode;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Serialize;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::config::Timings;
use crate::relay::close;
use crate::state::Shared;
use crate::web::{Client, Failure, problem};

/// A message that does not get out within this time never will.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// When to try again where an address has as many sockets as it may.
const ROOM_SECONDS: u32 = 10;
/// How long the other side may take to say goodbye as well.
const GOODBYE: Duration = Duration::from_secs(2);

/// A request that asks for a WebSocket.
pub(crate) struct Upgrade {
    upgrade: WebSocketUpgrade,
    from: Client,
}

impl FromRequestParts<Shared> for Upgrade {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, services: &Shared) -> Result<Self, Failure> {
        let from = Client::from_request_parts(parts, services).await?;
        let upgrade = WebSocketUpgrade::from_request_parts(parts, services).await;
        Ok(Self { upgrade: upgrade.map_err(|_| ErrorCode::BadRequest)?, from })
    }
}

impl Upgrade {
    /// Answers with the upgrade where the sub-protocol is understood, and runs the socket as one
    /// of the portal's tasks.
    pub(crate) fn run<F>(
        self,
        services: &Shared,
        protocol: &'static str,
        most_bytes: usize,
        socket: impl FnOnce(Wire) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let upgrade = self
            .upgrade
            .protocols([protocol])
            .max_message_size(most_bytes)
            .max_frame_size(most_bytes);
        if upgrade.selected_protocol().is_none() {
            return problem(ErrorCode::VersionUnsupported, StatusCode::BAD_REQUEST);
        }
        if services.stop.is_cancelled() {
            return Failure::from(ErrorCode::Unavailable).into_response();
        }
        let Client(from) = self.from;
        let Some(place) = services.sockets.enter(from) else {
            services.metrics.socket_refused();
            return Failure::from(ErrorCode::RateLimited).retry_after(ROOM_SECONDS).into_response();
        };
        let timings = services.timings;
        let owner = services.tasks.token();
        upgrade.on_upgrade(move |websocket| async move {
            socket(Wire::new(websocket, timings)).await;
            drop((owner, place));
        })
    }
}

/// What comes in.
pub(crate) enum Incoming {
    /// A text message.
    Text(Utf8Bytes),
    /// A binary message.
    Binary(Bytes),
    /// Nothing; time to look whether this socket may stay.
    Tick,
    /// A message above the limit, or one that breaks the rules of WebSocket.
    Broken,
    /// The other side is gone.
    Gone,
}

/// The other side is gone.
#[derive(Debug)]
pub(crate) struct Gone;

/// The sending half.
pub(crate) struct Sender(SplitSink<WebSocket, Message>);

/// Both halves and the pings.
pub(crate) struct Wire {
    sender: Sender,
    receiver: Receiver,
    pings: Interval,
}

/// The receiving half.
pub(crate) struct Receiver {
    stream: SplitStream<WebSocket>,
    heard: Instant,
    silence: Duration,
}

impl Wire {
    fn new(socket: WebSocket, timings: Timings) -> Self {
        let (sink, stream) = socket.split();
        let mut pings = tokio::time::interval(timings.ping_every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.reset();
        let receiver = Receiver { stream, heard: Instant::now(), silence: timings.silence };
        Self { sender: Sender(sink), receiver, pings }
    }

    /// Waits for the next message. Safe to drop while waiting.
    pub(crate) async fn next(&mut self) -> Incoming {
        tokio::select! {
            incoming = self.receiver.next() => incoming,
            _ = self.pings.tick() => {
                if self.receiver.is_silent() || self.sender.ping().await.is_err() {
                    return Incoming::Gone;
                }
                Incoming::Tick
            }
        }
    }

    /// Sends a message as JSON text.
    pub(crate) async fn text(&mut self, message: &impl Serialize) -> Result<(), Gone> {
        let text = serde_json::to_string(message).map_err(|_| Gone)?;
        self.sender.send(Message::text(text)).await
    }

    /// Sends a binary message.
    pub(crate) async fn binary(&mut self, message: Vec<u8>) -> Result<(), Gone> {
        self.sender.send(Message::binary(message)).await
    }

    /// Says goodbye and waits a little for the answer.
    pub(crate) async fn close(self, code: u16, reason: ErrorCode) {
        let Self { sender, receiver, .. } = self;
        goodbye(sender, receiver, code, reason).await;
    }

    /// Takes the wire apart for a socket that sends and receives at the same time.
    pub(crate) fn split(self) -> (Sender, Receiver, Interval) {
        (self.sender, self.receiver, self.pings)
    }
}

impl Sender {
    /// Sends one message.
    pub(crate) async fn send(&mut self, message: Message) -> Result<(), Gone> {
        let sent = tokio::time::timeout(SEND_TIMEOUT, self.0.send(message)).await;
        sent.map_err(|_| Gone)?.map_err(|_| Gone)
    }

    /// Asks the other side for a sign of life.
    pub(crate) async fn ping(&mut self) -> Result<(), Gone> {
        self.send(Message::Ping(Bytes::new())).await
    }
}

impl Receiver {
    /// Waits for the next message; never a tick. Safe to drop while waiting.
    pub(crate) async fn next(&mut self) -> Incoming {
        loop {
            let received = self.stream.next().await;
            self.heard = Instant::now();
            match received {
                Some(Ok(Message::Text(text))) => return Incoming::Text(text),
                Some(Ok(Message::Binary(bytes))) => return Incoming::Binary(bytes),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_))) | None => return Incoming::Gone,
                Some(Err(_)) => return Incoming::Broken,
            }
        }
    }

    /// Whether nothing was heard for too long.
    pub(crate) fn is_silent(&self) -> bool {
        self.heard.elapsed() >= self.silence
    }
}

/// Closes a socket whose halves are apart. The reason's title is all that the other side reads.
pub(crate) async fn goodbye(
    mut sender: Sender,
    mut receiver: Receiver,
    code: u16,
    reason: ErrorCode,
) {
    let frame = CloseFrame { code, reason: Utf8Bytes::from_static(reason.title()) };
    let all = async {
        if sender.send(Message::Close(Some(frame))).await.is_ok() {
            // What is still under way must be read, or the goodbye may be lost with a reset.
            while !matches!(receiver.next().await, Incoming::Gone | Incoming::Broken) {}
        }
    };
    if tokio::time::timeout(GOODBYE, all).await.is_err() {
        tracing::debug!(close.code = code, "no goodbye came back");
    }
}

/// The close code that goes with a reason.
pub(crate) const fn close_code(reason: ErrorCode) -> u16 {
    match reason {
        ErrorCode::Unavailable | ErrorCode::Internal => close::RESTART,
        ErrorCode::BadRequest | ErrorCode::TooLarge => close::MALFORMED,
        ErrorCode::SessionEnded => close::ENDED,
        _ => close::NOT_ALLOWED,
    }
}
