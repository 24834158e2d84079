//! Pages and their parts. All of them are public; what a page may do, its requests decide.

use super::route::{Route, get};
use crate::controllers::widget;
use crate::pages;
use crate::web::rights::Rights;

/// The rows of the pages.
pub(super) fn pages() -> Vec<Route> {
    let everybody = Rights::Public;
    vec![
        get("/", pages::index)
            .may(everybody, "The customer portal.")
            .sends("text/html")
            .by_anybody(),
        get("/chat", pages::chat)
            .may(everybody, "The web chat; pages of listed sites may frame it.")
            .sends("text/html")
            .by_anybody(),
        get("/widget.js", widget::get)
            .may(everybody, "The script that puts the chat into a page of another site.")
            .sends("text/javascript")
            .by_anybody(),
        get("/{page}", pages::page)
            .may(everybody, "A page, such as `console`, `manage`.")
            .sends("text/html")
            .by_anybody(),
        get("/assets/{*path}", pages::asset)
            .may(everybody, "A part of a page, under a name that changes with it.")
            .sends("*/*")
            .by_anybody(),
    ]
}
