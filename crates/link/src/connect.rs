//! Opens a WebSocket to the portal: proxy, TCP without delay, TLS with the system's trust, then the
//! upgrade with credential and sub-protocol.

use std::io;
use std::time::Duration;

use base64::Engine as _;
use corporate_protocol::Credential;
use http::HeaderValue;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, handshake::client};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};
use url::Url;

use crate::{LinkError, Proxy, trust};

/// Time for everything up to the finished upgrade.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of a proxy's answer to CONNECT.
const PROXY_ANSWER_BYTES: usize = 8 * 1024;

/// An open socket.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Where a socket goes and what it shows there.
pub(crate) struct Target {
    /// Address with `ws` or `wss`.
    pub(crate) url: Url,
    /// Sub-protocol to agree on.
    pub(crate) protocol: &'static str,
    /// Shown as `Authorization: Bearer`.
    pub(crate) credential: Credential,
    /// Bytes of one incoming message.
    pub(crate) message_bytes: usize,
}

/// Opens the socket, within ten seconds.
pub(crate) async fn connect(target: &Target) -> Result<Socket, LinkError> {
    tokio::time::timeout(TIMEOUT, upgrade(target)).await.map_err(LinkError::unreachable)?
}

async fn upgrade(target: &Target) -> Result<Socket, LinkError> {
    let proxy = Proxy::from_environment(&target.url)?;
    let stream = reach(&target.url, proxy.as_ref()).await?;
    stream.set_nodelay(true).map_err(LinkError::unreachable)?;
    let connector = match target.url.scheme() {
        "wss" => Connector::Rustls(trust::settings().await?),
        _ => Connector::Plain,
    };
    let config = WebSocketConfig::default()
        .max_message_size(Some(target.message_bytes))
        .max_frame_size(Some(target.message_bytes))
        .write_buffer_size(0);
    let request = request(target)?;
    match client_async_tls_with_config(request, stream, Some(config), Some(connector)).await {
        Ok((socket, _answer)) => Ok(socket),
        Err(tungstenite::Error::Http(answer)) => {
            let body = answer.body().as_deref().unwrap_or_default();
            Err(LinkError::of_answer(answer.status().as_u16(), answer.headers(), body))
        }
        Err(tungstenite::Error::Tls(error)) => Err(LinkError::NotSecure(Box::new(error))),
        // A failed handshake comes as such an I/O error, nothing else does.
        Err(tungstenite::Error::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
            Err(LinkError::NotSecure(Box::new(error)))
        }
        Err(error) => Err(LinkError::unreachable(error)),
    }
}

fn request(target: &Target) -> Result<client::Request, LinkError> {
    let mut request = target.url.as_str().into_client_request().map_err(LinkError::unreachable)?;
    let bearer = format!("Bearer {}", target.credential.reveal());
    let mut bearer = HeaderValue::try_from(bearer).map_err(LinkError::unreachable)?;
    bearer.set_sensitive(true);
    let protocol = HeaderValue::from_static(target.protocol);
    request.headers_mut().insert(http::header::AUTHORIZATION, bearer);
    request.headers_mut().insert(http::header::SEC_WEBSOCKET_PROTOCOL, protocol);
    Ok(request)
}

/// A TCP connection to the portal, or through the proxy to it.
async fn reach(url: &Url, proxy: Option<&Proxy>) -> Result<TcpStream, LinkError> {
    let host = url.host_str().ok_or(LinkError::NotUnderstood)?;
    let port = url.port_or_known_default().ok_or(LinkError::NotUnderstood)?;
    match proxy {
        None => {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            TcpStream::connect((host, port)).await.map_err(LinkError::unreachable)
        }
        Some(proxy) => {
            let stream = TcpStream::connect(proxy.address()).await;
            tunnel(stream.map_err(LinkError::unreachable)?, proxy, &format!("{host}:{port}")).await
        }
    }
}

/// Asks a proxy for a tunnel (RFC 9110, section 9.3.6).
async fn tunnel(
    mut stream: TcpStream,
    proxy: &Proxy,
    authority: &str,
) -> Result<TcpStream, LinkError> {
    let account = proxy.account().map_or_else(String::new, |(name, password)| {
        let plain = format!("{}:{}", percent_decoded(name), percent_decoded(password));
        let encoded = base64::engine::general_purpose::STANDARD.encode(plain);
        format!("Proxy-Authorization: Basic {encoded}\r\n")
    });
    let request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{account}\r\n");
    stream.write_all(request.as_bytes()).await.map_err(LinkError::unreachable)?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        // Byte by byte: what follows the answer belongs to TLS.
        answer.push(stream.read_u8().await.map_err(LinkError::unreachable)?);
        if answer.len() > PROXY_ANSWER_BYTES {
            return Err(LinkError::unreachable("the proxy's answer is too long"));
        }
    }
    let status = answer.split(|byte| *byte == b' ').nth(1);
    if status == Some(b"200") { Ok(stream) } else { Err(LinkError::ProxyRefused) }
}

fn percent_decoded(text: &str) -> String {
    let query = format!("={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn proxy_answering(answer: &'static str) -> (Result<TcpStream, LinkError>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut bytes = Vec::new();
            while !bytes.ends_with(b"\r\n\r\n") {
                bytes.push(stream.read_u8().await.expect("a byte"));
            }
            stream.write_all(answer.as_bytes()).await.expect("written");
            String::from_utf8(bytes).expect("text")
        });
        let target = Url::parse("wss://support.example.com/x").expect("a URL");
        let proxy = Proxy::for_test(&format!("http://erika:ge%20heim@127.0.0.1:{port}"));
        let reached = reach(&target, Some(&proxy)).await;
        (reached, asked.await.expect("the proxy ran"))
    }

    #[tokio::test]
    async fn a_proxy_is_asked_for_a_tunnel_with_its_account() {
        let (reached, asked) = proxy_answering("HTTP/1.1 200 Connection established\r\n\r\n").await;
        assert!(reached.is_ok());
        assert!(asked.starts_with("CONNECT support.example.com:443 HTTP/1.1\r\n"));
        assert!(asked.contains("Proxy-Authorization: Basic ZXJpa2E6Z2UgaGVpbQ==\r\n"));
    }

    #[tokio::test]
    async fn a_proxy_that_refuses_is_an_error() {
        let answer = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
        let (reached, _) = proxy_answering(answer).await;
        assert!(matches!(reached, Err(LinkError::ProxyRefused)));
    }
}
