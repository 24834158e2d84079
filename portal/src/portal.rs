//! A portal from its configuration to its end.
//!
//! # How it stops
//! 1. The listener closes: nobody new comes in.
//! 2. Log and list sockets say `closing unavailable` and close; screen sockets close with 1012.
//!    Requests under way are answered, idle connections closed.
//! 3. What still runs after `Timings::shutdown` is cut.
//! 4. The store is closed last, so that nothing confirmed is lost.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{PortalOrigin, SecretHash};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::agents::{Door, SignInError};
use crate::audit::Audit;
use crate::bus::{self, BusError};
use crate::config::Config;
use crate::crowd::AddressCrowd;
use crate::files::{Capacity, Files};
use crate::handoffs::{Guesses, Handoffs};
use crate::lobby::{self, Lobby};
use crate::metrics::{self, Metrics};
use crate::phone::Phone;
use crate::rate_limit::{AddressLimit, Allowance, RateLimit};
use crate::relay::Relay;
use crate::release::Release;
use crate::sessions::{PresenceBook, Sessions};
use crate::staff::leaving;
use crate::state::{Limits, Services, Shared};
use crate::store::{self, StoreError};
use crate::web::Proxies;
use crate::{absence, retention, server, web};

/// Chats that one address may start.
const CHATS: Allowance = Allowance { burst: 30, one_each: Duration::from_secs(10) };
/// Codes that one side of a session may ask for.
const CODES: Allowance = Allowance { burst: 20, one_each: Duration::from_secs(15) };
/// Files that customers at one address may send.
const FILES: Allowance = Allowance { burst: 100, one_each: Duration::from_secs(5) };

/// Why a portal does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The store can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus can't be opened.
    #[error(transparent)]
    Bus(#[from] BusError),
    /// Passwords can't be checked.
    #[error(transparent)]
    Door(#[from] SignInError),
    /// The folder of the files can't be made.
    #[error("the folder of the files can't be used")]
    Files(#[source] std::io::Error),
    /// The file with the token of the metrics can't be read, or holds no good one.
    #[error("a file for --metrics-token-file holds one line of at least 20 characters")]
    MetricsToken,
    /// The address is taken or not this machine's.
    #[error("can't listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// Who listens to the network must say under which address.
    #[error("--public-url is needed to listen on {0}, which is not a loopback address")]
    PublicUrlMissing(SocketAddr),
}

/// A portal that is bound to its address.
pub struct Portal {
    listener: TcpListener,
    address: SocketAddr,
    services: Shared,
}

impl Portal {
    /// Opens the store, reads the release and binds the address; serves nothing yet.
    ///
    /// # Errors
    /// [`StartError`], each with the sentence to show.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        if config.public_url.is_none() && !config.listen.ip().is_loopback() {
            return Err(StartError::PublicUrlMissing(config.listen));
        }
        let bus = bus::open(&config)?;
        let store = store::open(&config).await?;
        let listen = |error| StartError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let origin = match config.public_url {
            Some(origin) => origin,
            None => PortalOrigin::parse(&format!("http://{address}"))
                .map_err(|_| StartError::PublicUrlMissing(address))?,
        };
        let metrics_token = config.metrics_token_file.as_deref().map(read_token).transpose()?;
        let sessions =
            Arc::new(Sessions::new(store.clone(), bus.clone(), Arc::clone(&config.clock)));
        let capacity = Capacity {
            total_bytes: config.files_total_bytes,
            daily_bytes: config.files_daily_bytes,
        };
        let services = Services {
            door: Door::new(store.clone(), Arc::clone(&config.clock), &config.data)?,
            audit: Audit::new(store.clone(), Arc::clone(&config.clock)),
            managing: tokio::sync::Mutex::default(),
            files: Files::open(&config.data, capacity).map_err(StartError::Files)?,
            handoffs: Handoffs::new(store.clone(), Arc::clone(&sessions)),
            presence: Arc::new(PresenceBook::new(bus.clone())),
            lobby: Arc::new(Lobby::new(&config.timings, Arc::clone(&config.clock))),
            phone: Phone::new(store.clone(), Arc::clone(&sessions)),
            chats_per_address: config.chats_per_address,
            relay: Relay::default(),
            openapi: std::sync::OnceLock::new(),
            release: read_release(&config.releases),
            limits: Limits {
                chats: AddressLimit::new(CHATS),
                codes: RateLimit::new(CODES),
                files: AddressLimit::new(FILES),
                handoffs: Guesses::new(),
            },
            proxies: Proxies::new(config.trusted_proxies),
            connections_per_address: config.connections_per_address,
            sockets: AddressCrowd::new(config.connections_per_address),
            metrics: Metrics::default(),
            metrics_token,
            timings: config.timings,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            store,
            bus,
            sessions,
            origin,
        };
        Ok(Self { listener, address, services: Arc::new(services) })
    }

    /// The address that it listens on.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address that browsers and apps use.
    pub fn origin(&self) -> &PortalOrigin {
        &self.services.origin
    }

    /// Serves until the token is cancelled, then stops as the module says.
    pub async fn run_until(self, stop: CancellationToken) {
        let services = self.services;
        tracing::info!(address = %self.address, origin = %services.origin, "portal is ready");
        absence::watch_all(&services);
        retention::watch(&services);
        leaving::watch(&services);
        lobby::start(&services);
        let router = web::router(Arc::clone(&services));
        let connections = server::serve(
            self.listener,
            router,
            Arc::clone(&services),
            stop.clone(),
            services.stop.clone(),
        );
        let all_done = async {
            connections.await;
            services.tasks.close();
            services.tasks.wait().await;
        };
        let deadline = async {
            stop.cancelled().await;
            tracing::info!("portal stops");
            services.stop.cancel();
            tokio::time::sleep(services.timings.shutdown).await;
        };
        tokio::select! {
            biased;
            () = all_done => {}
            () = deadline => tracing::warn!("some connections had to be cut"),
        }
        services.store.close().await;
        tracing::info!("portal has stopped");
    }
}

/// The token of the metrics, as its hash.
fn read_token(file: &std::path::Path) -> Result<SecretHash, StartError> {
    let text = std::fs::read_to_string(file).map_err(|_| StartError::MetricsToken)?;
    let token = text.trim();
    if token.len() < 20 || token.lines().count() != 1 {
        return Err(StartError::MetricsToken);
    }
    Ok(metrics::token_hash(token))
}

fn read_release(folder: &std::path::Path) -> Option<Release> {
    match Release::read(folder) {
        Ok(release) => {
            tracing::info!(release.version = release.version(), "release found");
            Some(release)
        }
        Err(error) => {
            let folder = folder.display();
            tracing::warn!(%error, %folder, "no release: sessions can't be upgraded");
            None
        }
    }
}
