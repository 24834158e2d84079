//! `GET /healthz`, `/readyz` and `/metrics`: for whoever keeps the portal running.

use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::ErrorCode;

use crate::metrics::Snapshot;
use crate::state::Shared;
use crate::web::Failure;

/// The process runs.
pub(crate) async fn health() -> &'static str {
    "ok"
}

/// Figures in the text format of Prometheus.
pub(crate) async fn metrics(State(services): State<Shared>) -> Result<Response, Failure> {
    let sessions = &services.sessions;
    let open = sessions.all_open().await?;
    let now = Snapshot {
        phases: open.iter().map(|live| live.overview().state.phase).collect(),
        sockets: services.sockets.count(),
        events: sessions.events.load(Ordering::Relaxed),
        messages: sessions.messages.load(Ordering::Relaxed),
    };
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], services.metrics.text(&now)).into_response())
}

/// The portal can serve: its store answers and it is not stopping.
pub(crate) async fn ready(State(services): State<Shared>) -> Result<&'static str, Failure> {
    if services.stop.is_cancelled() {
        return Err(ErrorCode::Unavailable.into());
    }
    services.store.ready().await.map_err(|error| {
        tracing::error!(%error, "store does not answer");
        ErrorCode::Unavailable
    })?;
    Ok("ok")
}
