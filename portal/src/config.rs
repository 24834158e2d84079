//! Everything that a portal is told at its start. Read from arguments by the program, written by
//! hand in tests; nothing in here can weaken consent, origin or sign-in checks.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::PortalOrigin;
use ipnet::IpNet;

use crate::clock::{Clock, SystemClock};

/// Bytes of all files of all sessions together, where nobody says.
pub const FILES_TOTAL_BYTES: u64 = 20 * 1024 * 1024 * 1024;
/// Bytes of the files that customers at one address may send in a day, where nobody says.
pub const FILES_DAILY_BYTES: u64 = 1024 * 1024 * 1024;

/// What a portal is told at its start.
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder that holds everything the portal keeps.
    pub data: PathBuf,
    /// Address of a database; the file in `data` where none is given.
    pub database: Option<String>,
    /// Address of a message bus; in process where none is given.
    pub bus: Option<String>,
    /// The address that browsers and apps use; needed unless `listen` is a loopback address.
    pub public_url: Option<PortalOrigin>,
    /// The folder with the signed release.
    pub releases: PathBuf,
    /// Where the time of events and expiries comes from.
    pub clock: Arc<dyn Clock>,
    /// How long things may take.
    pub timings: Timings,
    /// Open chats of one address; of IPv6 a network counts as one. Where a proxy that is not
    /// trusted stands in front all customers have its address.
    pub chats_per_address: usize,
    /// Connections of one address, and WebSockets of one address, at the same time.
    pub connections_per_address: usize,
    /// Bytes of all files of all sessions together.
    pub files_total_bytes: u64,
    /// Bytes of the files that customers at one address may send in a day.
    pub files_daily_bytes: u64,
    /// Networks of the proxies that may say where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// A file with the token that opens `/metrics` from elsewhere than this machine.
    pub metrics_token_file: Option<PathBuf>,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Timings {
    /// A socket is pinged, and its right to stay checked, this often.
    pub ping_every: Duration,
    /// A socket that was silent for this long is closed.
    pub silence: Duration,
    /// An app that has joined and holds no log socket for this long has left.
    pub app_gone: Duration,
    /// A viewer that owes an acknowledgement for this long is closed.
    pub viewer_stall: Duration,
    /// Frames that arrive this long after the end of a consent are dropped, not punished.
    pub stop_grace: Duration,
    /// A waiting session rings at one agent for this long.
    pub ring: Duration,
    /// An agent whose console closes counts as there for this much longer.
    pub desk_grace: Duration,
    /// A waiting session whose customer is gone for this long is ended.
    pub absent_waiting: Duration,
    /// Any other session whose customer is gone for this long is ended.
    pub absent_chatting: Duration,
    /// A message left for later in which nothing has happened for this long is ended.
    pub absent_message: Duration,
    /// The lobby looks around this often, for what is due by the portal's clock.
    pub look_every: Duration,
    /// A request must be answered within this time, and its head be read within a third of it.
    pub request: Duration,
    /// A connection on which nothing can be written for this long is given up.
    pub write_stall: Duration,
    /// Agents in sessions who were removed are looked for this often.
    pub staff_every: Duration,
    /// Sessions that are kept no longer are looked for this often.
    pub retention_every: Duration,
    /// Sockets and requests that still run this long after the stop are cut.
    pub shutdown: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            ping_every: Duration::from_secs(20),
            silence: Duration::from_mins(1),
            app_gone: Duration::from_mins(2),
            viewer_stall: Duration::from_secs(5),
            stop_grace: Duration::from_secs(2),
            ring: Duration::from_secs(30),
            desk_grace: Duration::from_secs(10),
            absent_waiting: Duration::from_mins(30),
            absent_chatting: Duration::from_hours(12),
            absent_message: Duration::from_hours(30 * 24),
            look_every: Duration::from_millis(500),
            request: Duration::from_secs(30),
            write_stall: Duration::from_secs(30),
            staff_every: Duration::from_mins(1),
            retention_every: Duration::from_hours(1),
            shutdown: Duration::from_secs(10),
        }
    }
}

impl Config {
    /// A portal in this folder, with everything else as the program has it by default.
    pub fn new(listen: SocketAddr, data: PathBuf) -> Self {
        let releases = std::env::current_exe()
            .ok()
            .and_then(|program| program.parent().map(|folder| folder.join("releases")))
            .unwrap_or_else(|| data.join("releases"));
        Self {
            listen,
            data,
            database: None,
            bus: None,
            public_url: None,
            releases,
            clock: Arc::new(SystemClock),
            timings: Timings::default(),
            chats_per_address: 10,
            connections_per_address: 500,
            files_total_bytes: FILES_TOTAL_BYTES,
            files_daily_bytes: FILES_DAILY_BYTES,
            trusted_proxies: Vec::new(),
            metrics_token_file: None,
        }
    }
}
