//! Opens a WebSocket to the portal: proxy, TCP without delay, TLS with the system's trust, then the
//! upgrade with credential and sub-protocol.

use std::io;
use std::time::Duration;

use base64::Engine as _;
use corporate_protocol::{Credential, PortalOrigin};
use corporate_proxy::{Proxy, ProxyScheme};
use http::HeaderValue;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, handshake::client};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};
use url::Url;

use crate::{LinkError, route, trust};

/// Time for everything up to the finished upgrade.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of a proxy's answer to CONNECT.
const PROXY_ANSWER_BYTES: usize = 8 * 1024;

/// What leads to the portal: with TLS of its own where a proxy is spoken to by TLS. Boxed, since few
/// sockets have two layers of TLS and all would have to have room for them.
type Path = Box<MaybeTlsStream<TcpStream>>;
/// An open socket.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<Path>>;

/// Where a socket goes and what it shows there.
pub(crate) struct Target {
    /// The portal.
    pub(crate) origin: PortalOrigin,
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
    let proxy = route::find(&target.origin).await?;
    let stream = reach(&target.url, proxy.as_ref()).await?;
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
        Err(tungstenite::Error::Io(error)) => Err(failed(error)),
        Err(error) => Err(LinkError::unreachable(error)),
    }
}

/// A failed handshake comes as an I/O error of its own kind, nothing else does.
fn failed(error: io::Error) -> LinkError {
    match error.kind() {
        io::ErrorKind::InvalidData => LinkError::NotSecure(Box::new(error)),
        _ => LinkError::unreachable(error),
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

/// A connection to the portal, or through the proxy to it.
async fn reach(url: &Url, proxy: Option<&Proxy>) -> Result<Path, LinkError> {
    let host = url.host_str().ok_or(LinkError::NotUnderstood)?;
    let port = url.port_or_known_default().ok_or(LinkError::NotUnderstood)?;
    let Some(proxy) = proxy else {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        return Ok(Box::new(MaybeTlsStream::Plain(dial(host, port).await?)));
    };
    let stream = dial(proxy.host(), proxy.port()).await?;
    let stream = match proxy.scheme() {
        ProxyScheme::Http => MaybeTlsStream::Plain(stream),
        ProxyScheme::Https => MaybeTlsStream::Rustls(secured(stream, proxy).await?),
    };
    tunnel(Box::new(stream), proxy, &format!("{host}:{port}")).await
}

/// TCP without delay.
async fn dial(host: &str, port: u16) -> Result<TcpStream, LinkError> {
    let stream = TcpStream::connect((host, port)).await.map_err(LinkError::unreachable)?;
    stream.set_nodelay(true).map_err(LinkError::unreachable)?;
    Ok(stream)
}

/// TLS with the proxy itself.
async fn secured(stream: TcpStream, proxy: &Proxy) -> Result<TlsStream<TcpStream>, LinkError> {
    let name = ServerName::try_from(proxy.host().to_owned());
    let name = name.map_err(LinkError::unreachable)?;
    let connector = TlsConnector::from(trust::settings().await?);
    connector.connect(name, stream).await.map_err(failed)
}

/// Asks a proxy for a tunnel (RFC 9110, section 9.3.6), with its sign-in (RFC 7617) where there is
/// one.
async fn tunnel(mut stream: Path, proxy: &Proxy, authority: &str) -> Result<Path, LinkError> {
    let sign_in = proxy.sign_in().map_or_else(String::new, |sign_in| {
        let plain = format!("{}:{}", sign_in.user(), sign_in.password());
        let encoded = base64::engine::general_purpose::STANDARD.encode(plain);
        format!("Proxy-Authorization: Basic {encoded}\r\n")
    });
    let request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{sign_in}\r\n");
    stream.write_all(request.as_bytes()).await.map_err(LinkError::unreachable)?;
    stream.flush().await.map_err(LinkError::unreachable)?;
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

#[cfg(test)]
mod tests {
    use corporate_proxy::SignIn;
    use tokio::net::TcpListener;

    use super::*;

    /// What a proxy was asked, and what came of its answer; `typed` is the customer's sign-in.
    async fn proxy_answering(
        answer: &'static str,
        account: &str,
        typed: Option<&SignIn>,
    ) -> (Result<Path, LinkError>, String) {
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
        let address = format!("http://{account}127.0.0.1:{port}");
        let mut proxy = Proxy::parse(&address).expect("a proxy");
        if let Some(typed) = typed {
            proxy = proxy.signed_in(typed);
        }
        let reached = reach(&target, Some(&proxy)).await;
        (reached, asked.await.expect("the proxy ran"))
    }

    const YES: &str = "HTTP/1.1 200 Connection established\r\n\r\n";
    const SIGN_IN_FIRST: &str = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";

    #[tokio::test]
    async fn a_proxy_is_asked_for_a_tunnel_with_its_account() {
        let (reached, asked) = proxy_answering(YES, "erika:ge%20heim@", None).await;
        assert!(reached.is_ok());
        assert!(asked.starts_with("CONNECT support.example.com:443 HTTP/1.1\r\n"));
        assert!(asked.contains("Proxy-Authorization: Basic ZXJpa2E6Z2UgaGVpbQ==\r\n"));
        let (_, asked) = proxy_answering(YES, "", None).await;
        assert!(!asked.contains("Authorization"), "{asked}");
    }

    #[tokio::test]
    async fn what_the_customer_typed_signs_in_to_the_proxy() {
        let typed = SignIn::new("Büro\\erika", "a:b@c %41").expect("a sign-in");
        for account in ["", "old:x@"] {
            let (reached, asked) = proxy_answering(YES, account, Some(&typed)).await;
            assert!(reached.is_ok());
            // "Büro\erika:a:b@c %41" in UTF-8.
            let expected = "Proxy-Authorization: Basic QsO8cm9cZXJpa2E6YTpiQGMgJTQx\r\n";
            assert!(asked.contains(expected), "{asked}");
            assert_eq!(asked.matches("Authorization").count(), 1, "{asked}");
        }
    }

    #[tokio::test]
    async fn a_proxy_that_refuses_is_an_error_with_a_sign_in_or_without() {
        let typed = SignIn::new("erika", "geheim").expect("a sign-in");
        for typed in [None, Some(&typed)] {
            let (reached, _) = proxy_answering(SIGN_IN_FIRST, "", typed).await;
            let error = reached.expect_err("refused");
            assert!(matches!(error, LinkError::ProxyRefused), "{error:?}");
            assert!(!format!("{error:?} {error}").contains("geheim"));
        }
    }

    /// Who speaks no TLS where it belongs is not trusted with a sign-in.
    #[tokio::test]
    async fn a_proxy_that_has_to_speak_tls_gets_nothing_without() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut hello = vec![0; 5];
            stream.read_exact(&mut hello).await.expect("a hello");
            stream.write_all(SIGN_IN_FIRST.as_bytes()).await.expect("written");
            // What is left comes before the end; a client that resets has left nothing either.
            stream.read_to_end(&mut hello).await.ok();
            hello
        });
        let target = Url::parse("wss://support.example.com/x").expect("a URL");
        let proxy = Proxy::parse(&format!("https://erika:geheim@127.0.0.1:{port}"));
        let error = reach(&target, Some(&proxy.expect("a proxy"))).await.expect_err("no TLS");
        assert!(matches!(error, LinkError::NotSecure(_)), "{error:?}");
        let hello = asked.await.expect("the proxy ran");
        // A record of a handshake, and no CONNECT.
        assert_eq!(hello[0], 22);
        assert!(!hello.windows(7).any(|bytes| bytes == b"CONNECT"));
    }
}
