//! What the tests share: a portal to start, people to act, and waiting with a deadline.

pub(crate) mod captured;
mod desk;
mod door;
mod files;
mod http;
mod log;
mod people;
mod release;
mod server;
mod sharing;
mod socket;
mod staff;

use std::future::Future;
use std::path::Path;
use std::time::Duration;

pub(crate) use desk::Console;
pub(crate) use door::{digits, knock};
pub(crate) use files::{SlowUpload, fetched, file_path, file_request, sent, status_of};
pub(crate) use http::{Answer, Request, send, until_limited};
pub(crate) use log::LogClient;
pub(crate) use people::{Agent, App, Customer, join, machine, redeem, renew};
pub(crate) use release::{APP_BYTES, OPENER_BYTES, TestRelease};
pub(crate) use server::{NOON, TestPortal};
pub(crate) use sharing::{PIXELS, Sharing, frame, painted, read};
pub(crate) use socket::{Socket, SocketError};
pub(crate) use staff::{Staff, nobody};

/// Waits for something that must happen soon.
pub(crate) async fn soon<T>(what: &str, happens: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(15), happens).await {
        Ok(value) => value,
        Err(late) => panic!("{what} did not happen in time: {late}"),
    }
}

/// Whether these bytes stand in any file of a folder.
pub(crate) fn holds(folder: &Path, wanted: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return holds(&path, wanted);
        }
        let bytes = std::fs::read(path).expect("a file");
        bytes.windows(wanted.len()).any(|part| part == wanted)
    })
}
