//! What is for those who sign in: the door itself, the console, the management center, reports.

use corporate_protocol::{LIST_PROTOCOL, ListMessage, OwnAgent, SignIn};

use super::route::{Route, get, post, socket};
use crate::controllers::{agents, console, reports};
use crate::web::rights::Rights;

/// The rows of the door.
pub(super) fn door() -> Vec<Route> {
    vec![
        post("/api/v1/agents/sign-in", agents::sign_in)
            .may(Rights::Public, "Signs an agent in; the answer sets the agent's cookie.")
            .takes::<SignIn>()
            .answers::<OwnAgent>(),
        post("/api/v1/agents/sign-out", agents::sign_out)
            .may(Rights::Newcomer, "Ends this sign-in and closes its sockets."),
        get("/api/v1/agents/me", agents::me)
            .may(Rights::Newcomer, "Who is signed in here.")
            .answers::<OwnAgent>(),
    ]
}

/// The rows of the console.
pub(super) fn console() -> Vec<Route> {
    vec![
        socket("/api/v1/console/sessions", LIST_PROTOCOL, console::sessions)
            .may(Rights::Agent, "The list view: all sessions of the agent's, then each change.")
            .tells::<ListMessage>(),
    ]
}

/// The rows of the management center.
pub(super) fn management() -> Vec<Route> {
    vec![]
}

/// The rows of the reports: the right to them on every one.
pub(super) fn reports() -> Vec<Route> {
    vec![
        get("/api/v1/reports/sessions", reports::list)
            .may(Rights::Reports, "The latest sessions, newest first.")
            .answers::<reports::Reports>(),
        get("/api/v1/reports/sessions/{session}", reports::one)
            .may(Rights::Reports, "One session with its whole log.")
            .answers::<reports::Report>(),
    ]
}
