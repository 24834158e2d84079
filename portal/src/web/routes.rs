//! The one table of all routes: what is not in here is not served. Each row says who may use the
//! route, in one word that [`super::rights`] enforces, and what it takes and answers, from which
//! the OpenAPI document is made.

mod desk;
mod door;
mod pages;
mod programs;
mod route;
mod sessions;
mod staff;

use axum::Router;

pub(crate) use route::{Answers, Route, Socket, Takes};

use crate::state::Shared;

/// All rows, in the order of the document.
pub(crate) fn all() -> Vec<Route> {
    let parts = [
        sessions::customers(),
        sessions::sessions(),
        door::door(),
        staff::console(),
        desk::desk(),
        staff::management(),
        staff::agents(),
        staff::reports(),
        programs::programs(),
        programs::operations(),
        pages::pages(),
    ];
    parts.into_iter().flatten().collect()
}

/// The router of all rows, each behind its guards.
pub(crate) fn router(services: &Shared) -> Router<Shared> {
    all().into_iter().fold(Router::new(), |router, route| {
        let (path, handler) = route.guarded(services);
        router.route(path, handler)
    })
}
