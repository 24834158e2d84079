//! The company's proxy: the one way out. It takes CONNECT to the portal alone, asks everybody for a
//! sign-in, and remembers what it was asked for and by which program.

use std::fs;
use std::mem;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Whom the proxy lets through.
pub(super) const USER: &str = "Office\\clara";
/// With this; no other text that is written down anywhere has it in it.
pub(super) const PASSWORD: &str = "kept: 100 % quiet";
/// Bytes of a request's head.
const HEAD_BYTES: usize = 8 * 1024;
/// The state of a connection, as the kernel writes it.
const ESTABLISHED: &str = "01";
/// Asks for a sign-in.
const SIGN_IN_FIRST: &[u8] = b"HTTP/1.1 407 Sign in\r\n\
    Proxy-Authenticate: Basic realm=\"company\"\r\nContent-Length: 0\r\n\r\n";

/// What somebody asked the proxy for.
#[derive(Debug)]
pub(super) struct Asked {
    /// The name of the program.
    pub(super) by: String,
    /// The first line of the request.
    pub(super) line: String,
    /// Whether it came with the right sign-in.
    pub(super) signed_in: bool,
}

/// A running proxy; ends with this value.
pub(super) struct Proxy {
    port: u16,
    memory: Arc<Memory>,
    server: JoinHandle<()>,
}

struct Memory {
    /// Host and port that it leads to, and where that really is.
    portal: (String, SocketAddr),
    asked: Mutex<Vec<Asked>>,
}

impl Proxy {
    /// Starts it for a portal, named by host and port, that is really there.
    pub(super) async fn start(portal: String, there: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let memory = Arc::new(Memory { portal: (portal, there), asked: Mutex::default() });
        let server = tokio::spawn({
            let memory = memory.clone();
            async move {
                let mut lines = JoinSet::new();
                while let Ok((customer, from)) = listener.accept().await {
                    lines.spawn(answer(customer, from, memory.clone()));
                    while lines.try_join_next().is_some() {}
                }
            }
        });
        Ok(Self { port, memory, server })
    }

    /// Its port on this machine.
    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// What it was asked for since this was called last.
    pub(super) fn asked(&self) -> Vec<Asked> {
        mem::take(&mut *self.memory.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What a client shows that signs in (RFC 7617).
pub(super) fn credentials(password: &str) -> String {
    STANDARD.encode(format!("{USER}:{password}"))
}

async fn answer(mut customer: TcpStream, from: SocketAddr, memory: Arc<Memory>) -> Result<()> {
    let head = head(&mut customer).await?;
    let line = head.lines().next().unwrap_or_default().to_owned();
    let shown = format!("Basic {}", credentials(PASSWORD));
    let signed_in = head.lines().any(|line| {
        let header = line.split_once(": ");
        header.is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("proxy-authorization") && value == shown
        })
    });
    let (name, there) = &memory.portal;
    let is_for_portal = line == format!("CONNECT {name} HTTP/1.1");
    // Before any answer: the program waits for it, so its connection is still there.
    let by = program_of(from).unwrap_or_else(|| "nobody".to_owned());
    let asked = Asked { by, line, signed_in };
    memory.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    if !signed_in {
        customer.write_all(SIGN_IN_FIRST).await?;
    } else if is_for_portal {
        let mut portal = TcpStream::connect(there).await?;
        customer.write_all(b"HTTP/1.1 200 Go on\r\n\r\n").await?;
        copy_bidirectional(&mut customer, &mut portal).await?;
    } else {
        customer.write_all(b"HTTP/1.1 403 Not here\r\nContent-Length: 0\r\n\r\n").await?;
    }
    Ok(())
}

async fn head(customer: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        // Byte by byte: what follows belongs to the portal.
        head.push(customer.read_u8().await?);
        ensure!(head.len() <= HEAD_BYTES, "a head without an end");
    }
    Ok(String::from_utf8(head)?)
}

/// The file name of the program that has this end of a connection, as the kernel's tables say.
fn program_of(end: SocketAddr) -> Option<String> {
    let table = fs::read_to_string("/proc/net/tcp").ok()?;
    let port = format!(":{:04X}", end.port());
    let socket = table.lines().find_map(|line| {
        let fields: Vec<_> = line.split_ascii_whitespace().collect();
        let is_it = fields.get(1)?.ends_with(&port) && *fields.get(3)? == ESTABLISHED;
        is_it.then_some(*fields.get(9)?).map(|inode| format!("socket:[{inode}]"))
    })?;
    let socket = Path::new(&socket);
    let has_it = |process: &Path| {
        let files = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        files.filter_map(|file| fs::read_link(file.path()).ok()).any(|file| file == socket)
    };
    let processes = fs::read_dir("/proc").ok()?.flatten().map(|entry| entry.path());
    let program = fs::read_link(processes.into_iter().find(|path| has_it(path))?.join("exe"));
    Some(program.ok()?.file_name()?.to_string_lossy().into_owned())
}
