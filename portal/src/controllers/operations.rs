//! `GET /healthz` and `/readyz`: for whoever keeps the portal running.

use axum::extract::State;
use corporate_protocol::ErrorCode;

use crate::state::Shared;
use crate::web::Failure;

/// The process runs.
pub(crate) async fn health() -> &'static str {
    "ok"
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
