//! The few requests that a chat begins with, from a chosen address of this machine.

use std::net::{IpAddr, SocketAddr};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Connects to the portal from this address.
///
/// # Errors
/// Where the portal is not there.
pub(crate) async fn connect(from: IpAddr, to: SocketAddr) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(from, 0))?;
    let stream = socket.connect(to).await.context("reach the portal")?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Posts JSON; gives the answer and the cookie that came with it.
///
/// # Errors
/// Where the portal refuses.
pub(crate) async fn post(
    from: IpAddr,
    to: SocketAddr,
    path: &str,
    body: &Value,
) -> Result<(Value, String)> {
    let mut stream = connect(from, to).await?;
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.0\r\nHost: {to}\r\nOrigin: http://{to}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer with a body")?;
    let status = head.split_ascii_whitespace().nth(1).unwrap_or_default();
    ensure!(status.starts_with('2'), "{path} answered {status}: {body}");
    let cookie = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_cookie = name.eq_ignore_ascii_case("set-cookie");
        is_cookie.then(|| value.trim().split(';').next().unwrap_or_default().to_owned())
    });
    Ok((serde_json::from_str(body)?, cookie.context("a cookie")?))
}
