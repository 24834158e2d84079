//! What stands between customers and the portal in a real network: a relay on the portal's sealed
//! address that passes everything on, remembers what was asked of it and the tickets that it gave,
//! and can hold a download half-way until the portal behind it dies.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::driver::free_port;
use crate::portal::LISTEN;

/// Where the app of a release is downloaded.
const DOWNLOAD: &str = "GET /download/release/";
/// Where codes and tickets of the hand-off are shown.
const HANDOFF: &str = "POST /api/v1/handoff/";
/// What stands before a ticket in an answer.
const TICKET: &str = "\"ticket\":\"";
/// Bytes passed on at once.
const CHUNK: usize = 64 * 1024;
/// More requests than any story makes.
const MOST_REQUESTS: usize = 10_000;

/// A running relay; ends with this value.
pub struct Relay {
    portal: SocketAddr,
    memory: Arc<Memory>,
    server: JoinHandle<()>,
}

#[derive(Default)]
struct Memory {
    requests: Mutex<Vec<String>>,
    tickets: Mutex<Vec<String>>,
    /// Bytes after which a download is held; 0 lets all pass.
    hold_after: AtomicU64,
    held: AtomicBool,
}

impl Relay {
    /// Listens on the portal's sealed address, which nobody may use now, for a portal that is going
    /// to listen on [`portal`](Self::portal).
    ///
    /// # Errors
    /// Where the address is in use.
    pub async fn start() -> Result<Self> {
        let portal = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let listener = TcpListener::bind(LISTEN).await.context("take the portal's address")?;
        let memory = Arc::new(Memory::default());
        let server = tokio::spawn({
            let memory = memory.clone();
            async move {
                let mut lines = JoinSet::new();
                while let Ok((customer, _)) = listener.accept().await {
                    // A portal that is dead, or customers that hang up: both ends see the cut.
                    lines.spawn(pass(customer, portal, memory.clone()));
                    while lines.try_join_next().is_some() {}
                }
            }
        });
        Ok(Self { portal, memory, server })
    }

    /// Where the portal has to listen.
    pub const fn portal(&self) -> SocketAddr {
        self.portal
    }

    /// The requests for an app's bytes so far, each with its head.
    pub fn downloads(&self) -> Vec<String> {
        let requests = self.memory.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.iter().filter(|head| head.starts_with(DOWNLOAD)).cloned().collect()
    }

    /// The tickets that openers got so far, each as it travels.
    pub fn tickets(&self) -> Vec<String> {
        self.memory.tickets.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Holds the next download after so many bytes: no more of it comes until the portal dies.
    pub fn hold_download_after(&self, bytes: u64) {
        self.memory.held.store(false, Ordering::SeqCst);
        self.memory.hold_after.store(bytes, Ordering::SeqCst);
    }

    /// Whether a download is being held.
    pub fn holds(&self) -> bool {
        self.memory.held.load(Ordering::SeqCst)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(customer: TcpStream, portal: SocketAddr, memory: Arc<Memory>) -> Result<()> {
    let portal = TcpStream::connect(portal).await?;
    let (from_customer, to_customer) = customer.into_split();
    let (from_portal, to_portal) = portal.into_split();
    let asked = Mutex::new(String::new());
    // Whoever ends first ends the other.
    tokio::select! {
        passed = requests(from_customer, to_portal, &memory, &asked) => passed,
        answered = answers(from_portal, to_customer, &memory, &asked) => answered,
    }
}

async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    memory: &Memory,
    asked: &Mutex<String>,
) -> Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = from.read(&mut chunk).await?;
        if count == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&chunk[..count]);
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            head.clone_into(&mut asked.lock().unwrap_or_else(PoisonError::into_inner));
            let mut all = memory.requests.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() < MOST_REQUESTS {
                all.push(head.to_owned());
            }
        }
        to.write_all(&chunk[..count]).await?;
    }
}

async fn answers(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    memory: &Memory,
    asked: &Mutex<String>,
) -> Result<()> {
    let mut chunk = vec![0; CHUNK];
    let mut passed = 0;
    loop {
        let count = from.read(&mut chunk).await?;
        if count == 0 {
            return Ok(());
        }
        let limit = memory.hold_after.load(Ordering::SeqCst);
        let head = asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if head.starts_with(HANDOFF) {
            let text = String::from_utf8_lossy(&chunk[..count]);
            let ticket = text.split_once(TICKET).and_then(|(_, rest)| rest.split_once('"'));
            let mut all = memory.tickets.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(ticket.map(|(ticket, _)| ticket.to_owned()));
        }
        if limit > 0 && head.starts_with(DOWNLOAD) {
            passed += count as u64;
            if passed > limit {
                memory.held.store(true, Ordering::SeqCst);
                // What still comes is lost on the way; the end of the portal is passed on.
                while from.read(&mut chunk).await? > 0 {}
                memory.hold_after.store(0, Ordering::SeqCst);
                return Ok(());
            }
        }
        to.write_all(&chunk[..count]).await?;
    }
}
