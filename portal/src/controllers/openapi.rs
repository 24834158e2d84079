//! `GET /api/v1/openapi.json`: the API's description, made from the table of routes.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, header};

use crate::state::Shared;
use crate::web::openapi;

/// Answers with the document, which is made once: it takes a while and anybody may ask.
pub(crate) async fn get(
    State(services): State<Shared>,
) -> ([(HeaderName, &'static str); 1], Bytes) {
    let document =
        services.openapi.get_or_init(|| openapi::document(&services.origin).to_string().into());
    ([(header::CONTENT_TYPE, "application/json")], document.clone())
}
