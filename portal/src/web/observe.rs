//! The access log, and the time limit of most routes. Logs and counts the route's pattern, never
//! the address itself: that may carry a code.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::ErrorCode;

use super::Failure;
use crate::state::Shared;

/// Writes one line about each answer.
pub(crate) async fn observe(
    State(services): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    services.metrics.answered(route, status);
    let took_ms = began.elapsed().as_millis();
    tracing::info!(http.method = %method, http.route = route, http.status = status, took_ms, "answered");
    response
}

/// Gives up on a handler that does not answer in time.
pub(crate) async fn hurry(
    State(services): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let answer = tokio::time::timeout(services.timings.request, next.run(request)).await;
    answer.unwrap_or_else(|_| Failure::from(ErrorCode::Unavailable).into_response())
}
