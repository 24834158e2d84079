//! What programs ask for: the hand-off, downloads, and the portal's own keeper. None of it
//! listens to a cookie.

use corporate_protocol::{
    JoinRequest, JoinResponse, RedeemRequest, RedeemResponse, RenewRequest, RenewResponse,
};

use super::route::{Route, get, post};
use crate::controllers::{download, handoff, openapi, operations};
use crate::web::rights::Rights;

/// The rows of the hand-off.
pub(super) fn programs() -> Vec<Route> {
    vec![
        post("/api/v1/handoff/redeem", handoff::redeem)
            .may(Rights::Public, "Opener or app shows a code for a ticket and the release.")
            .takes::<RedeemRequest>()
            .answers::<RedeemResponse>()
            .by_anybody(),
        post("/api/v1/handoff/renew", handoff::renew)
            .may(Rights::Public, "Opener or app shows its ticket for a younger one.")
            .takes::<RenewRequest>()
            .answers::<RenewResponse>()
            .by_anybody(),
        post("/api/v1/handoff/join", handoff::join)
            .may(Rights::Public, "The app shows its ticket for a credential of its own.")
            .takes::<JoinRequest>()
            .answers::<JoinResponse>()
            .by_anybody(),
        get("/download/release/{*path}", download::release)
            .may(Rights::Public, "A file that the signed manifest names.")
            .sends("application/octet-stream")
            .by_anybody(),
        get("/download/{file_name}", download::opener)
            .may(Rights::Public, "The opener, under a name that carries the code.")
            .asks::<download::For>()
            .sends("application/octet-stream")
            .by_anybody(),
    ]
}

/// The rows for whoever keeps the portal running.
pub(super) fn operations() -> Vec<Route> {
    vec![
        get("/healthz", operations::health)
            .may(Rights::Public, "The process runs.")
            .sends("text/plain")
            .by_anybody(),
        get("/readyz", operations::ready)
            .may(Rights::Public, "The portal can serve.")
            .sends("text/plain")
            .by_anybody(),
        get("/metrics", operations::metrics)
            .may(Rights::Operator, "Figures in the text format of Prometheus.")
            .sends("text/plain")
            .by_anybody(),
        get("/api/v1/openapi.json", openapi::get)
            .may(Rights::Public, "This document.")
            .sends("application/json"),
    ]
}
