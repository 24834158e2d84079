//! What agents do beside a session's own sockets: say whether they take sessions, read codes out,
//! look replies up, note how a session came out; and the customer's half of phone mode.

use corporate_protocol::settings::CannedReply;
use corporate_protocol::{
    Assessment, ChatStarted, NewPhoneCode, OwnAvailability, PhoneCode, RedeemPhoneCode,
};

use super::route::{Route, delete, get, post, put};
use crate::controllers::{agents, phone_codes, replies, sessions};
use crate::web::rights::Rights;

/// The rows of an agent's desk.
pub(super) fn desk() -> Vec<Route> {
    vec![
        put("/api/v1/agents/me/availability", agents::availability)
            .may(Rights::Agent, "Whether the agent takes sessions while a console is open.")
            .takes::<OwnAvailability>()
            .answers::<OwnAvailability>(),
        get("/api/v1/replies", replies::list)
            .may(Rights::Agent, "Replies that agents keep at hand.")
            .answers::<Vec<CannedReply>>(),
        post("/api/v1/phone-codes", phone_codes::make)
            .may(Rights::Agent, "A code to read out, in place of the agent's last one.")
            .takes::<NewPhoneCode>()
            .creates::<PhoneCode>(),
        delete("/api/v1/phone-codes/current", phone_codes::take_back)
            .may(Rights::Agent, "Takes the agent's code back, if there is one."),
        post("/api/v1/phone-codes/redeem", phone_codes::redeem)
            .may(Rights::Public, "Opens the session of a code that an agent read out.")
            .takes::<RedeemPhoneCode>()
            .creates::<ChatStarted>(),
        get("/api/v1/sessions/{session}/assessment", sessions::assessment)
            .may(Rights::Assessor, "What agents noted on a session.")
            .answers::<Assessment>(),
        put("/api/v1/sessions/{session}/assessment", sessions::assess)
            .may(Rights::AgentInSession, "Notes how a session came out, also after its end.")
            .takes::<Assessment>()
            .answers::<Assessment>(),
    ]
}
