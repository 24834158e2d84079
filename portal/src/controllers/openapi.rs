//! `GET /api/v1/openapi.json`: the API's description, made from the table of routes.

use axum::extract::State;
use serde_json::Value;

use crate::state::Shared;
use crate::web::openapi;

/// Answers with the document.
pub(crate) async fn get(State(services): State<Shared>) -> axum::Json<Value> {
    axum::Json(openapi::document(&services.origin))
}
