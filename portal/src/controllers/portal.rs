//! `GET /api/v1/portal`: what every page shows before anybody has said who they are.

use axum::extract::State;
use corporate_protocol::Queue;
use serde::Serialize;

use crate::state::Shared;
use crate::web::Failure;

/// The portal in public.
#[derive(Serialize)]
pub(crate) struct PublicPortal {
    company: String,
    queues: Vec<Queue>,
    version: &'static str,
}

/// Answers with the company and its queues.
pub(crate) async fn get(
    State(services): State<Shared>,
) -> Result<axum::Json<PublicPortal>, Failure> {
    let account = services.store.account().await?;
    let queues = services.store.queues().await?;
    let version = env!("CARGO_PKG_VERSION");
    Ok(axum::Json(PublicPortal { company: account.settings.company, queues, version }))
}
