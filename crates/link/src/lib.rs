//! The client half of a session, for the desktop app: redeeming a link's code, joining
//! with a ticket, the session log socket that survives cuts, and the screen socket that never runs
//! ahead of its viewers.
//!
//! Uses the protocol and the look-up of proxies, nothing else of ours. It decides nothing about a
//! session: what is to be said and shown comes from its caller, what happened comes from the portal.
//!
//! Every task started here belongs to a handle ([`SessionLink`], [`ScreenLink`]) that stops it
//! when it is closed or dropped. All channels are bounded; words wait, pictures are made only
//! when there is room for one.

mod backoff;
mod connect;
mod cursor;
mod error;
mod handoff;
mod http;
mod join;
mod line;
mod outbox;
mod route;
mod screen;
mod session;
mod socket;
mod transcript;
mod trust;

pub use backoff::Backoff;
pub use corporate_proxy::{Proxy, SignIn, TypedSignIn};
pub use cursor::{Cursor, Gap};
pub use error::LinkError;
pub use handoff::{Redeemed, redeem, renew};
pub use join::{Joined, join};
pub use outbox::{Outbox, OutboxFull};
pub use route::sign_in_to_proxy;
pub use screen::{LineEstimate, ScreenEvent, ScreenLink, ScreenPort, Slot};
pub use session::{Connection, LinkEvent, SessionLink};
pub use transcript::transcript;
