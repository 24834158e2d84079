//! A portal that does exactly what a test tells it to.

use std::time::Duration;

use corporate_protocol::{
    Author, ClientMessage, Command, Credential, ErrorCode, Event, EventBody, MessageText,
    PortalOrigin, Problem, Secret, Seq, ServerMessage, SessionId, SessionState, Timestamp, Via,
};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

/// Longer than anything here takes; shorter than anybody wants to wait.
const DEADLINE: Duration = Duration::from_secs(20);

/// Awaits something that must happen.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    timeout(DEADLINE, future).await.unwrap_or_else(|_| panic!("{what} did not happen in time"))
}

pub(crate) fn credential() -> Credential {
    Secret::from_random([42; 32])
}

pub(crate) fn text(text: &str) -> MessageText {
    MessageText::parse(text).expect("a message")
}

/// The events `from..=to` of a session.
pub(crate) fn events(session: SessionId, from: u64, to: u64) -> Vec<Event> {
    (from..=to).map(|seq| event(session, seq)).collect()
}

pub(crate) fn event(session: SessionId, seq: u64) -> Event {
    Event {
        session,
        seq: Seq(seq),
        at: Timestamp(0),
        author: Author::Customer { via: Via::Web },
        body: EventBody::Message { text: text(&format!("message {seq}")) },
    }
}

pub(crate) fn message(events: Vec<Event>) -> ServerMessage {
    let seq = events.last().map(|event| event.seq).unwrap_or_default();
    ServerMessage::Events { events, state: SessionState { seq, ..SessionState::default() } }
}

/// Listens on a port of its own.
pub(crate) struct Portal {
    listener: TcpListener,
    pub(crate) origin: PortalOrigin,
    pub(crate) session: SessionId,
}

/// An accepted socket.
pub(crate) struct Client {
    socket: WebSocketStream<TcpStream>,
    pub(crate) path: String,
    /// The last event that the client has acknowledged.
    pub(crate) received: Option<Seq>,
}

impl Portal {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let origin = PortalOrigin::parse(&format!("http://{address}")).expect("an origin");
        Self { listener, origin, session: SessionId::random() }
    }

    /// Lets the next client in, after a look at its credential.
    pub(crate) async fn accept(&self) -> Client {
        soon("a connection", async {
            let (stream, _) = self.listener.accept().await.expect("a client");
            let mut path = String::new();
            #[expect(clippy::result_large_err, reason = "the error's type is tungstenite's")]
            let upgrade = |request: &Request, mut answer: Response| {
                path = request.uri().to_string();
                let headers = request.headers();
                let bearer = format!("Bearer {}", credential().reveal());
                assert_eq!(headers["authorization"], bearer.as_str());
                let protocol = headers["sec-websocket-protocol"].clone();
                answer.headers_mut().insert("sec-websocket-protocol", protocol);
                Ok(answer)
            };
            let socket = accept_hdr_async(stream, upgrade).await.expect("an upgrade");
            Client { socket, path, received: None }
        })
        .await
    }

    /// Answers the next client with a problem.
    pub(crate) async fn refuse(&self, code: ErrorCode) {
        soon("a connection", async {
            let (stream, _) = self.listener.accept().await.expect("a client");
            #[expect(clippy::result_large_err, reason = "the error's type is tungstenite's")]
            let upgrade = |_: &Request, _: Response| {
                let body = serde_json::to_string(&Problem::new(code)).expect("JSON");
                let mut answer = ErrorResponse::new(Some(body));
                *answer.status_mut() = http::StatusCode::from_u16(code.status()).expect("status");
                Err(answer)
            };
            let refused = accept_hdr_async(stream, upgrade).await;
            assert!(refused.is_err());
        })
        .await;
    }
}

impl Client {
    pub(crate) async fn send(&mut self, message: &ServerMessage) {
        let text = serde_json::to_string(message).expect("JSON");
        self.socket.send(Message::text(text)).await.expect("sent");
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.expect("sent");
    }

    pub(crate) async fn send_binary(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::binary(bytes)).await.expect("sent");
    }

    /// The next message that is neither ping nor acknowledgement; `None` where the client has gone.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            let message = self.next_of_all().await?;
            let text = message.to_text().unwrap_or_default();
            match serde_json::from_str(text) {
                Ok(ClientMessage::Received { seq }) => self.received = Some(seq),
                _ => return Some(message),
            }
        }
    }

    /// Waits until everything up to this event is acknowledged.
    pub(crate) async fn until_received(&mut self, seq: Seq) {
        while self.received != Some(seq) {
            let message = self.next_of_all().await.expect("the client goes on");
            match serde_json::from_str(message.to_text().expect("text")).expect("JSON") {
                ClientMessage::Received { seq } => self.received = Some(seq),
                other => panic!("not an acknowledgement: {other:?}"),
            }
        }
    }

    async fn next_of_all(&mut self) -> Option<Message> {
        soon("a message", async {
            loop {
                match self.socket.next().await? {
                    Ok(Message::Ping(_) | Message::Pong(_)) => {}
                    Ok(Message::Close(_)) | Err(_) => return None,
                    Ok(message) => return Some(message),
                }
            }
        })
        .await
    }

    pub(crate) async fn command(&mut self) -> Command {
        let message = self.next().await.expect("a message");
        match serde_json::from_str(message.to_text().expect("text")).expect("JSON") {
            ClientMessage::Command(command) => command,
            other => panic!("not a command: {other:?}"),
        }
    }

    pub(crate) async fn frame(&mut self) -> Vec<u8> {
        self.next().await.expect("a message").into_data().to_vec()
    }

    pub(crate) async fn close(mut self, code: u16) {
        use tokio_tungstenite::tungstenite::protocol::CloseFrame;
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.expect("closed");
        while self.next().await.is_some() {}
    }

    /// The line is cut, without a word.
    pub(crate) fn cut(self) {
        drop(self);
    }
}
