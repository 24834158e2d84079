//! A real WebSocket client, as friendly or hostile as a test wants it.

use std::net::SocketAddr;

use corporate_protocol::Problem;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::soon;

/// An open socket.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

/// The answer of a portal that did not open one.
#[derive(Debug)]
pub(crate) struct SocketError {
    pub(crate) status: u16,
    pub(crate) problem: Problem,
}

impl Socket {
    /// Opens a socket with these headers.
    pub(crate) async fn open(
        address: SocketAddr,
        path: &str,
        protocol: &str,
        headers: &[(&'static str, String)],
    ) -> Result<Self, SocketError> {
        let mut request = format!("ws://{address}{path}").into_client_request().expect("a request");
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a value");
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        if !protocol.is_empty() {
            let value = HeaderValue::from_str(protocol).expect("a value");
            request.headers_mut().insert("sec-websocket-protocol", value);
        }
        let stream = TcpStream::connect(address).await.expect("a connection");
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let opening = tokio_tungstenite::client_async_with_config(request, stream, Some(config));
        match soon("the opening of a socket", opening).await {
            Ok((socket, answer)) => {
                let chosen = answer.headers().get("sec-websocket-protocol");
                assert_eq!(chosen.and_then(|value| value.to_str().ok()), Some(protocol));
                Ok(Self(socket))
            }
            Err(Error::Http(answer)) => {
                let body = answer.body().clone().unwrap_or_default();
                let problem = serde_json::from_slice(&body).unwrap_or_else(|error| {
                    panic!("{error} in {:?} {:?}", answer, String::from_utf8_lossy(&body))
                });
                Err(SocketError { status: answer.status().as_u16(), problem })
            }
            Err(other) => panic!("{other}"),
        }
    }

    pub(crate) async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("sent");
    }

    /// Sends where the other side may have gone already.
    pub(crate) async fn try_send(&mut self, message: Message) {
        self.0.send(message).await.ok();
    }

    /// The next message of content; none after the end.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            match soon("a message", self.0.next()).await {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(message)) => return Some(message),
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// The next message, if one comes within this time.
    pub(crate) async fn next_within(&mut self, limit: std::time::Duration) -> Option<Message> {
        tokio::time::timeout(limit, self.next()).await.ok().flatten()
    }

    /// Reads to the end; the code with which the portal closed.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        while let Some(message) = self.next().await {
            if let Message::Close(frame) = message {
                return frame.map(|frame| u16::from(frame.code));
            }
        }
        None
    }
}
