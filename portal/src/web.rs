//! The portal on HTTP: the layers that every request passes. From outside in: security headers,
//! access log, size limit, then each route's own guards (origin, time limit, rights) as the table
//! in [`routes`] says, and its controller.

mod client;
mod cookie;
mod extract;
mod headers;
mod identity;
mod observe;
pub(crate) mod openapi;
mod origin;
mod problem;
mod rights;
mod routes;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use corporate_protocol::ErrorCode;

pub(crate) use client::{Client, NETWORKS, Proxies, networks_of};
pub(crate) use cookie::{
    AGENT_COOKIE, clear_cookie, read_devices, set_chat_cookies, set_cookie, set_device,
};
pub(crate) use extract::{Json, Query, Session, system_of};
pub(crate) use headers::CSP;
pub(crate) use identity::{AppMember, As, Member, SignedIn, WebChat};
pub(crate) use problem::{Failure, problem};

use crate::state::Shared;

/// Bytes of a request's body.
const BODY_BYTES: usize = 64 * 1024;

/// All routes with all layers.
pub(crate) fn router(services: Shared) -> Router {
    routes::router(&services)
        .fallback(crate::pages::lost)
        .method_not_allowed_fallback(|| async {
            problem(ErrorCode::BadRequest, StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(Arc::clone(&services), observe::observe))
        .layer(from_fn_with_state(Arc::clone(&services), headers::secure))
        .with_state(services)
}
