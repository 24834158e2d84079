//! The portal on HTTP: the routes, and the layers that every request passes. From outside in:
//! security headers, access log, time limit, origin check, size limit, controllers.

mod cookie;
mod extract;
mod headers;
mod identity;
mod observe;
mod origin;
mod problem;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};

pub(crate) use cookie::{AGENT_COOKIE, CHAT_COOKIE, clear_cookie, set_cookie};
pub(crate) use extract::{Client, Json, Query, Session, system_of};
pub(crate) use identity::{As, Member, SignedIn, WebChat, app_member, member};
pub(crate) use problem::{Failure, problem};

use crate::controllers::{
    agents, chats, console, download, handoff, operations, portal, reports, sessions,
};
use crate::pages;
use crate::state::Shared;

/// Bytes of a request's body.
const BODY_BYTES: usize = 64 * 1024;

/// All routes with all layers.
pub(crate) fn router(services: Shared) -> Router {
    let browsers = Router::new()
        .route("/api/v1/portal", get(portal::get))
        .route("/api/v1/chats", post(chats::start))
        .route("/api/v1/chats/current", get(chats::current))
        .route("/api/v1/sessions/{session}/log", any(sessions::log))
        .route("/api/v1/sessions/{session}/transcript.txt", get(sessions::transcript))
        .route("/api/v1/sessions/{session}/handoff", post(sessions::handoff))
        .route("/api/v1/sessions/{session}/screen", any(sessions::screen))
        .route("/api/v1/sessions/{session}/view", any(sessions::view))
        .route("/api/v1/agents/sign-in", post(agents::sign_in))
        .route("/api/v1/agents/sign-out", post(agents::sign_out))
        .route("/api/v1/agents/me", get(agents::me))
        .route("/api/v1/console/sessions", any(console::sessions))
        .route("/api/v1/reports/sessions", get(reports::list))
        .route("/api/v1/reports/sessions/{session}", get(reports::one))
        .layer(from_fn_with_state(Arc::clone(&services), origin::check));
    let programs = Router::new()
        .route("/api/v1/handoff/redeem", post(handoff::redeem))
        .route("/api/v1/handoff/join", post(handoff::join));
    let open = Router::new()
        .route("/download/release/{*path}", get(download::release))
        .route("/download/{file_name}", get(download::opener))
        .route("/healthz", get(operations::health))
        .route("/readyz", get(operations::ready))
        .route("/", get(pages::index))
        .route("/{page}", get(pages::page))
        .route("/assets/{*path}", get(pages::asset));
    Router::new()
        .merge(browsers)
        .merge(programs)
        .merge(open)
        .fallback(|| async { Failure::from(corporate_protocol::ErrorCode::NotFound) })
        .method_not_allowed_fallback(|| async {
            problem(corporate_protocol::ErrorCode::BadRequest, StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(Arc::clone(&services), observe::observe))
        .layer(from_fn_with_state(Arc::clone(&services), headers::secure))
        .with_state(services)
}
