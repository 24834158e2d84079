//! A company's own web site, on another site than the portal (`localhost`, where the portal is
//! `127.0.0.1`): two plain pages with the one line that embeds the chat, served under a strict
//! Content-Security-Policy.

use std::net::Ipv4Addr;

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running web site; ends with this value.
pub struct Host {
    origin: String,
    server: JoinHandle<()>,
}

impl Host {
    /// Starts a site whose pages have this line in them; `portal` is where the line's script and
    /// its frame come from.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn start(line: &str, portal: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let (line, portal) = (line.to_owned(), portal.to_owned());
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A browser that hangs up early is no business of the site.
                let _gone = answer(stream, &line, &portal).await;
            }
        });
        Ok(Self { origin, server })
    }

    /// The origin of the site.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of one of its pages.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(mut stream: TcpStream, line: &str, portal: &str) -> Result<()> {
    let mut request = [0; 4096];
    let read = stream.read(&mut request).await?;
    let text = String::from_utf8_lossy(&request[..read]);
    let path = text.split_ascii_whitespace().nth(1).unwrap_or("/").to_owned();
    let body = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Shop</title>\
         <meta name=viewport content=\"width=device-width\">\
         <h1>Shop</h1><p>The page {}</p><p><a href=/other>Other page</a></p>{line}</html>",
        path.replace(['<', '&'], "")
    );
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Security-Policy: default-src 'none'; script-src {portal}; frame-src {portal}; \
         style-src 'self'\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(())
}
