//! `GET /api/v1/portal`: what every page shows before anybody has said who they are.

use axum::extract::State;
use corporate_protocol::QueueId;
use serde::Serialize;

use crate::state::Shared;
use crate::web::Failure;

/// The portal in public.
#[derive(Serialize)]
pub(crate) struct PublicPortal {
    company: String,
    queues: Vec<PublicQueue>,
    version: &'static str,
}

#[derive(Serialize)]
struct PublicQueue {
    id: QueueId,
    name: Names,
}

#[derive(Serialize)]
struct Names {
    de: String,
    en: String,
}

/// Answers with the company and its queues.
pub(crate) async fn get(
    State(services): State<Shared>,
) -> Result<axum::Json<PublicPortal>, Failure> {
    let account = services.store.account().await?;
    let queues = services.store.queues().await?;
    let queues = queues
        .into_iter()
        .map(|queue| PublicQueue {
            id: queue.id,
            name: Names { de: queue.name_de, en: queue.name_en },
        })
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    Ok(axum::Json(PublicPortal { company: account.company, queues, version }))
}
