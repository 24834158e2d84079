//! What every controller and socket shares: the services and the configuration, behind one `Arc`.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use corporate_protocol::{PortalOrigin, SecretHash, SessionId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::agents::Door;
use crate::audit::Audit;
use crate::bus::Bus;
use crate::config::Timings;
use crate::crowd::AddressCrowd;
use crate::files::Files;
use crate::handoffs::{Guesses, Handoffs};
use crate::lobby::Lobby;
use crate::metrics::Metrics;
use crate::phone::Phone;
use crate::rate_limit::{AddressLimit, RateLimit};
use crate::relay::Relay;
use crate::release::Release;
use crate::sessions::{PresenceBook, Sessions, Side};
use crate::store::Store;
use crate::web::Proxies;

/// A handle to everything.
pub(crate) type Shared = Arc<Services>;

/// The portal's services.
pub(crate) struct Services {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) presence: Arc<PresenceBook>,
    pub(crate) lobby: Arc<Lobby>,
    pub(crate) phone: Phone,
    /// Chats that one address may have open.
    pub(crate) chats_per_address: usize,
    pub(crate) door: Door,
    pub(crate) audit: Audit,
    /// Held while somebody changes queues or agents, so that what was checked still holds.
    pub(crate) managing: tokio::sync::Mutex<()>,
    pub(crate) files: Files,
    pub(crate) handoffs: Handoffs,
    pub(crate) relay: Relay,
    pub(crate) release: Option<Release>,
    pub(crate) origin: PortalOrigin,
    pub(crate) limits: Limits,
    /// The API's description, once somebody has asked for it.
    pub(crate) openapi: OnceLock<Bytes>,
    /// Who may say where a request comes from.
    pub(crate) proxies: Proxies,
    /// Connections of one address, and WebSockets of one address.
    pub(crate) connections_per_address: usize,
    /// Open WebSockets by address.
    pub(crate) sockets: AddressCrowd,
    pub(crate) metrics: Metrics,
    /// Opens `/metrics` from elsewhere; from this machine it is open without.
    pub(crate) metrics_token: Option<SecretHash>,
    pub(crate) timings: Timings,
    /// Cancelled when the portal stops; every socket watches it.
    pub(crate) stop: CancellationToken,
    /// Every socket and every task that outlives a request.
    pub(crate) tasks: TaskTracker,
}

/// What one address or session may do.
pub(crate) struct Limits {
    /// Starting chats.
    pub(crate) chats: AddressLimit,
    /// Making codes in a session; each side has its own.
    pub(crate) codes: RateLimit<(SessionId, Side)>,
    /// Sending files, as a customer.
    pub(crate) files: AddressLimit,
    /// Showing codes and tickets, for openers, apps and downloads.
    pub(crate) handoffs: Guesses,
}
