//! Accepts connections and owns them: heads must come in time, what is written must get out, each
//! connection ends when the portal stops, and what is left is aborted when the owner is dropped.
//! One address has room for so many; trusted proxies, who stand for many, have all of it.

mod patience;
mod platform;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::config::Timings;
use crate::crowd::{AddressCrowd, AddressPlace};
use crate::state::Shared;
use crate::web::Proxies;
use patience::Patience;

/// Connections at the same time, WebSockets among them; more wait in the system's queue.
const CONNECTIONS: usize = 10_000;
/// Pause after the system could not accept, such as for want of file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves connections until `stop`, then waits for those under way. Dropping it aborts them.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    services: Shared,
    stop: CancellationToken,
    stopping: CancellationToken,
) {
    let mut connections = JoinSet::new();
    let doorway = Doorway {
        listener,
        slots: Arc::new(Semaphore::new(CONNECTIONS)),
        crowd: AddressCrowd::new(services.connections_per_address),
        proxies: services.proxies.clone(),
    };
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => {}
            accepted = doorway.next() => {
                let (router, timings) = (router.clone(), services.timings);
                connections.spawn(connection(accepted, router, timings, stopping.clone()));
            }
        }
    }
    drop(doorway);
    while connections.join_next().await.is_some() {}
}

/// Where connections come in, as long as there is room.
struct Doorway {
    listener: TcpListener,
    slots: Arc<Semaphore>,
    crowd: AddressCrowd,
    proxies: Proxies,
}

/// What counts a connection, until its stream is closed.
type Counted = (OwnedSemaphorePermit, Option<AddressPlace>);

/// A connection that was let in.
struct Accepted {
    stream: TcpStream,
    peer: SocketAddr,
    counted: Counted,
}

impl Doorway {
    /// The next connection for which there is room. Safe to drop while waiting.
    async fn next(&self) -> Accepted {
        loop {
            let Ok(slot) = Arc::clone(&self.slots).acquire_owned().await else {
                // The slots are never closed.
                std::future::pending().await
            };
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    let place = self.crowd.enter(peer.ip());
                    if place.is_some() || self.proxies.trust(peer.ip()) {
                        return Accepted { stream, peer, counted: (slot, place) };
                    }
                    tracing::debug!("an address has too many connections");
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

async fn connection(
    accepted: Accepted,
    router: Router,
    timings: Timings,
    stopping: CancellationToken,
) {
    let Accepted { stream, peer, counted } = accepted;
    platform::never_late(&stream);
    let service = router.map_request(move |mut request: axum::http::Request<_>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(timings.request / 3)
        .serve_connection(
            TokioIo::new(Patience::new(stream, counted, timings.write_stall)),
            TowerToHyperService::new(service),
        )
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended early");
    }
}
