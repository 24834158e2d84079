//! The door itself: signing in and out, and what agents do with their own account. Whoever must
//! choose a new password first gets no further than `newcomer`.

use corporate_protocol::{
    ChangePassword, ConfirmSecondFactor, NewSecondFactor, OwnAgent, ProvePassword, RecoveryCodes,
    RemoveSecondFactor, SignIn, SignInDevice,
};

use super::route::{Route, delete, get, post, put};
use crate::controllers::agents::{self, me, second_factor};
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
        get("/api/v1/agents/me", me::get)
            .may(Rights::Newcomer, "Who is signed in here.")
            .answers::<OwnAgent>(),
        put("/api/v1/agents/me/password", me::password)
            .may(Rights::Newcomer, "Changes the own password; ends the other sign-ins.")
            .takes::<ChangePassword>(),
        get("/api/v1/agents/me/sign-ins", me::sign_ins)
            .may(Rights::SignedIn, "The devices on which the agent is signed in.")
            .answers::<Vec<SignInDevice>>(),
        delete("/api/v1/agents/me/sign-ins/{sign_in}", me::end_sign_in)
            .may(Rights::SignedIn, "Signs out on one device."),
        post("/api/v1/agents/me/sign-out-everywhere", me::sign_out_everywhere)
            .may(Rights::SignedIn, "Signs out on all devices, this one too."),
        post("/api/v1/agents/me/second-factor", second_factor::begin)
            .may(Rights::SignedIn, "A secret for a second factor; counts once confirmed.")
            .takes::<ProvePassword>()
            .answers::<NewSecondFactor>(),
        put("/api/v1/agents/me/second-factor", second_factor::confirm)
            .may(Rights::SignedIn, "Confirms a second factor; shows recovery codes this once.")
            .takes::<ConfirmSecondFactor>()
            .answers::<RecoveryCodes>(),
        delete("/api/v1/agents/me/second-factor", second_factor::remove)
            .may(Rights::SignedIn, "Takes the own second factor away; ends the other sign-ins.")
            .takes::<RemoveSecondFactor>(),
    ]
}
