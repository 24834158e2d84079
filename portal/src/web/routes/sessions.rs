//! What customers start, and what is done in a session.

use corporate_protocol::{
    ChatStarted, ClientMessage, FileInfo, HandoffOffer, LOG_PROTOCOL, PublicPortal,
    SCREEN_PROTOCOL, ServerMessage, StartChat,
};

use super::route::{Route, get, post, put, socket};
use crate::controllers::{chats, portal, sessions};
use crate::web::rights::Rights;

/// The rows of the customer portal.
pub(super) fn customers() -> Vec<Route> {
    vec![
        get("/api/v1/portal", portal::get)
            .may(Rights::Public, "What every page shows before anybody has said who they are.")
            .answers::<PublicPortal>(),
        post("/api/v1/chats", chats::start)
            .may(Rights::Public, "Starts a chat; the answer sets the chat's cookie.")
            .takes::<StartChat>()
            .creates::<ChatStarted>(),
        get("/api/v1/chats/current", chats::current)
            .may(Rights::Public, "The chat of the cookie; 404 without one.")
            .answers::<ChatStarted>(),
    ]
}

/// The rows of one session.
pub(super) fn sessions() -> Vec<Route> {
    vec![
        socket("/api/v1/sessions/{session}/log", LOG_PROTOCOL, sessions::log)
            .may(Rights::Reader, "The session log: what happened since, then what happens.")
            .asks::<sessions::From>()
            .talks::<ServerMessage, ClientMessage>(),
        get("/api/v1/sessions/{session}/transcript.txt", sessions::transcript)
            .may(Rights::Transcript, "The chat as a text file.")
            .asks::<sessions::How>()
            .sends("text/plain"),
        put("/api/v1/sessions/{session}/files/{file}", sessions::files::send)
            .may(Rights::Participant, "A file for the chat, its name in `X-File-Name`.")
            .asks::<sessions::files::Whom>()
            .takes_bytes()
            .creates::<FileInfo>(),
        get("/api/v1/sessions/{session}/files/{file}", sessions::files::fetch)
            .may(Rights::Record, "A file of the chat, as a download.")
            .asks::<sessions::files::Whom>()
            .sends("application/octet-stream"),
        get("/api/v1/sessions/{session}/files/{file}/picture", sessions::picture)
            .may(Rights::Record, "What the portal has drawn anew from a file that is a picture.")
            .asks::<sessions::files::Whom>()
            .sends("image/*"),
        post("/api/v1/sessions/{session}/handoff", sessions::handoff)
            .may(Rights::CodeMaker, "A new code, for the download or for an agent to read out.")
            .asks::<sessions::files::Whom>()
            .answers::<HandoffOffer>(),
        socket("/api/v1/sessions/{session}/screen", SCREEN_PROTOCOL, sessions::screen)
            .may(Rights::App, "The app's screen: frames out, acknowledgements in."),
        socket("/api/v1/sessions/{session}/view", SCREEN_PROTOCOL, sessions::view)
            .may(Rights::AgentInSession, "A viewer: frames in, acknowledgements out."),
    ]
}
