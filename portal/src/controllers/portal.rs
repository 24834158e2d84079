//! `GET /api/v1/portal`: what every page shows before anybody has said who they are.

use axum::extract::State;
use corporate_protocol::{AccountSettings, PublicPortal};

use crate::state::Shared;
use crate::web::Failure;

/// Answers with the company, its queues, and how a session begins.
pub(crate) async fn get(
    State(services): State<Shared>,
) -> Result<axum::Json<PublicPortal>, Failure> {
    let settings = services.store.account().await?.settings;
    let AccountSettings { company, web_chat, modes, form, texts, languages, files, .. } = settings;
    Ok(axum::Json(PublicPortal {
        company,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        queues: services.store.queues().await?,
        web_chat,
        modes,
        form,
        texts,
        languages,
        files,
        staffed: services.lobby.is_staffed(None, services.sessions.now()),
    }))
}
