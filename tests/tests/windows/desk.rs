//! Customer and agent without browsers: a chat is started, taken and upgraded by the same requests
//! that the pages make.

use anyhow::{Context, Result, bail, ensure};
use corporate_protocol::{
    ClientMessage, Command, CommandBody, CommandId, LOG_PROTOCOL, Language, Phase, ServerMessage,
};
use corporate_stories::portal::{LISTEN, Portal};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

/// A session that waits for the customer's opener.
pub(crate) struct Desk {
    /// Its id.
    pub(crate) session: String,
    customer: String,
    _agent: WebSocketStream<TcpStream>,
}

/// What the customer's page is given for the download.
pub(crate) struct Offer {
    pub(crate) code: String,
    pub(crate) file_name: String,
    url: String,
}

impl Desk {
    /// A customer asks, Anna takes the session and upgrades it.
    pub(crate) async fn open(portal: &Portal, language: Language) -> Result<Self> {
        let body = json!({ "name": "Erika Muster", "question": "Where is the second page?",
            "queue": "general", "language": language });
        let (started, customer) = post("/api/v1/chats", "", &body).await?;
        let customer = customer.context("a cookie for the customer")?;
        let session = started["session"].as_str().context("a session")?.to_owned();
        let anna = portal.addresses.agent("anna")?;
        let body = json!({ "email": anna.email, "password": anna.password });
        let (_, agent) = post("/api/v1/agents/sign-in", "", &body).await?;
        let mut socket = open(&session, &agent.context("a cookie for the agent")?).await?;
        command(&mut socket, CommandBody::Take, Phase::Chatting).await?;
        command(&mut socket, CommandBody::Upgrade, Phase::Upgrading).await?;
        Ok(Self { session, customer, _agent: socket })
    }

    /// The customer's page asks for a code.
    pub(crate) async fn offer(&self) -> Result<Offer> {
        let path = format!("/api/v1/sessions/{}/handoff", self.session);
        let (offer, _) = post(&path, &self.customer, &json!({})).await?;
        let text = |name: &str| offer[name].as_str().map(str::to_owned).context("an offer");
        Ok(Offer { code: text("code")?, file_name: text("file_name")?, url: text("url")? })
    }

    /// The customer's browser downloads the opener for Windows.
    pub(crate) async fn download(&self, offer: &Offer) -> Result<Vec<u8>> {
        let head = format!("GET {}?system=windows HTTP/1.0\r\n", offer.url);
        let (head, body) = exchange(&head, "").await?;
        ensure!(head.contains(&format!("{}.exe", offer.file_name)), "another name: {head}");
        Ok(body)
    }
}

async fn open(session: &str, cookie: &str) -> Result<WebSocketStream<TcpStream>> {
    let stream = TcpStream::connect(LISTEN).await.context("reach the portal")?;
    let path = format!("/api/v1/sessions/{session}/log?after=0&as=agent");
    let mut request = format!("ws://{LISTEN}{path}").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("origin", HeaderValue::from_str(&format!("http://{LISTEN}"))?);
    headers.insert("cookie", HeaderValue::from_str(cookie)?);
    headers.insert("sec-websocket-protocol", HeaderValue::from_static(LOG_PROTOCOL));
    let opened = tokio_tungstenite::client_async(request, stream).await;
    Ok(opened.context("open the agent's socket")?.0)
}

/// Sends a command and waits for what it leads to.
async fn command(
    socket: &mut WebSocketStream<TcpStream>,
    body: CommandBody,
    phase: Phase,
) -> Result<()> {
    let command = ClientMessage::Command(Command { id: CommandId::random(), body });
    socket.send(Message::text(serde_json::to_string(&command)?)).await?;
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message? else { continue };
        match serde_json::from_str(&text)? {
            ServerMessage::Refused { code, .. } => bail!("refused: {code}"),
            ServerMessage::Events { state, .. } if state.phase == phase => return Ok(()),
            _ => {}
        }
    }
    bail!("the socket closed before {phase:?}")
}

/// Posts JSON as a page does; gives the answer and the cookie that came with it.
async fn post(path: &str, cookie: &str, body: &Value) -> Result<(Value, Option<String>)> {
    let body = body.to_string();
    let head = format!(
        "POST {path} HTTP/1.0\r\nOrigin: http://{LISTEN}\r\nCookie: {cookie}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    let (head, answer) = exchange(&head, &body).await?;
    let cookie = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_cookie = name.eq_ignore_ascii_case("set-cookie");
        is_cookie.then(|| value.trim().split(';').next().unwrap_or_default().to_owned())
    });
    Ok((serde_json::from_slice(&answer)?, cookie))
}

/// One request and its whole answer, head and body; HTTP/1.0 ends it with the connection.
async fn exchange(head: &str, body: &str) -> Result<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(LISTEN).await.context("reach the portal")?;
    stream.write_all(format!("{head}Host: {LISTEN}\r\n\r\n{body}").as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").context("an answer")?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer)?;
    let status = head.split_ascii_whitespace().nth(1).unwrap_or_default();
    ensure!(status.starts_with('2'), "{head}{}", String::from_utf8_lossy(&body));
    Ok((head, body))
}
