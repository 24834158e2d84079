//! One chat: the customer's socket and the agent's, each served by a task of its own that does what
//! pages do (acknowledge what arrived) and notes when a message of the other side came.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use corporate_protocol::{
    ClientMessage, Command, CommandBody, CommandId, EventBody, LOG_PROTOCOL, MessageText, Phase,
    ServerMessage,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::http;
use crate::portal::{Portal, agent_address, customer_address};

/// Messages on their way, and how long those took that have arrived.
#[derive(Default)]
pub(crate) struct Journeys {
    begun: HashMap<String, Instant>,
    /// Milliseconds of each message that arrived.
    pub(crate) took_ms: Vec<f64>,
}

/// One end of a chat.
pub(crate) struct End {
    outgoing: mpsc::Sender<ClientMessage>,
    /// What this end has sent.
    pub(crate) sent: Arc<Mutex<Journeys>>,
    /// Says each time that a message of the other end has arrived here.
    pub(crate) arrived: mpsc::Receiver<()>,
}

/// A running chat.
pub(crate) struct Chat {
    /// The customer's end.
    pub(crate) customer: End,
    /// The agent's end.
    pub(crate) agent: End,
}

impl Chat {
    /// A customer starts a chat and an agent takes it.
    pub(crate) async fn open(portal: &Portal, number: usize) -> Result<Self> {
        let from = customer_address(number);
        let body = json!({ "name": format!("Customer {number}"), "question": "Is it fast?",
            "queue": "general", "language": "en" });
        let (started, cookie) = http::post(from, portal.address, "/api/v1/chats", &body).await?;
        let session = started["session"].as_str().context("a session")?;
        let agent = number % portal.agents.len();
        let by_customer = Arc::new(Mutex::<Journeys>::default());
        let by_agent = Arc::new(Mutex::<Journeys>::default());
        let path = |side| format!("/api/v1/sessions/{session}/log?after=0&as={side}");
        let socket = open(portal, from, &path("customer"), &cookie).await?;
        let customer = End::serve(socket, by_customer.clone(), by_agent.clone());
        let agent_cookie = &portal.agents[agent];
        let mut socket = open(portal, agent_address(agent), &path("agent"), agent_cookie).await?;
        take(&mut socket).await?;
        Ok(Self { customer, agent: End::serve(socket, by_agent, by_customer) })
    }
}

impl End {
    fn serve(
        socket: WebSocketStream<TcpStream>,
        sent: Arc<Mutex<Journeys>>,
        received: Arc<Mutex<Journeys>>,
    ) -> Self {
        let (outgoing, mut queue) = mpsc::channel::<ClientMessage>(16);
        let (tell, arrived) = mpsc::channel(16);
        let (mut sink, mut stream) = socket.split();
        let answers = outgoing.clone();
        tokio::spawn(async move {
            while let Some(message) = queue.recv().await {
                let Ok(text) = serde_json::to_string(&message) else { return };
                if sink.send(Message::text(text)).await.is_err() {
                    return;
                }
            }
        });
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let now = Instant::now();
                let Message::Text(text) = message else { continue };
                let Ok(ServerMessage::Events { events, state }) = serde_json::from_str(&text)
                else {
                    continue;
                };
                let _full = answers.try_send(ClientMessage::Received { seq: state.seq });
                for event in events {
                    let EventBody::Message { text } = event.body else { continue };
                    if received
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .arrived(text.as_str(), now)
                    {
                        let _nobody = tell.try_send(());
                    }
                }
            }
        });
        Self { outgoing, sent, arrived }
    }

    /// Sends a message of this text.
    pub(crate) async fn say(&self, text: String) -> Result<()> {
        let body = CommandBody::Say { text: MessageText::parse(&text)? };
        let command = ClientMessage::Command(Command { id: CommandId::random(), body });
        let begun = Instant::now();
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).begun.insert(text, begun);
        self.outgoing.send(command).await.context("the socket has closed")
    }
}

impl Journeys {
    /// Ends the journey of a message, where it is one of these.
    fn arrived(&mut self, text: &str, now: Instant) -> bool {
        let Some(begun) = self.begun.remove(text) else { return false };
        self.took_ms.push(now.duration_since(begun).as_secs_f64() * 1000.0);
        true
    }

    /// Messages that have not arrived.
    pub(crate) fn under_way(&self) -> usize {
        self.begun.len()
    }
}

async fn open(
    portal: &Portal,
    from: IpAddr,
    path: &str,
    cookie: &str,
) -> Result<WebSocketStream<TcpStream>> {
    let stream = http::connect(from, portal.address).await?;
    let mut request = format!("ws://{}{path}", portal.address).into_client_request()?;
    let origin = format!("http://{}", portal.address);
    let headers = request.headers_mut();
    headers.insert("origin", HeaderValue::from_str(&origin)?);
    headers.insert("cookie", HeaderValue::from_str(cookie)?);
    headers.insert("sec-websocket-protocol", HeaderValue::from_static(LOG_PROTOCOL));
    Ok(client_async(request, stream).await.context("open a socket")?.0)
}

/// Takes the session and waits until it is taken.
async fn take(socket: &mut WebSocketStream<TcpStream>) -> Result<()> {
    let take = Command { id: CommandId::random(), body: CommandBody::Take };
    let text = serde_json::to_string(&ClientMessage::Command(take))?;
    socket.send(Message::text(text)).await?;
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message? else { continue };
        match serde_json::from_str(&text)? {
            ServerMessage::Refused { code, .. } => bail!("the session can't be taken: {code}"),
            ServerMessage::Events { state, .. } if state.phase == Phase::Chatting => return Ok(()),
            _ => {}
        }
    }
    bail!("the socket closed before the session was taken")
}
