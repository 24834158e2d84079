//! What the parts of Corporate Customer say to each other: the session log, the commands that
//! grow it, the state computed from it, the hand-off, and the frames of the shared screen.
//!
//! Pure: no sockets, no files, no clock. Time and random bytes come in as arguments. Everything
//! that arrives from outside is parsed here, once, into types that cannot hold bad values.

mod command;
mod event;
mod handoff;
mod id;
pub mod limits;
mod message;
mod origin;
mod problem;
mod release;
pub mod screen;
mod secret;
mod state;
mod text;
#[cfg(feature = "typescript")]
pub mod typescript;

pub use command::{Command, CommandBody, Offer, decide};
pub use event::{Author, ChatAfterUpgrade, EndReason, Event, EventBody, Mode, RefusedConsent, Via};
pub use handoff::{
    ChatStarted, Code, HandoffOffer, JoinRequest, JoinResponse, Machine, RedeemRequest,
    RedeemResponse, StartChat, System,
};
pub use id::{AgentId, CommandId, HandoffId, QueueId, Seq, SessionId, Timestamp};
pub use message::{
    ClientMessage, LIST_PROTOCOL, LOG_PROTOCOL, ListMessage, Presence, SCREEN_PROTOCOL,
    ServerMessage, SessionSummary, Signal,
};
pub use origin::{OriginError, PortalOrigin};
pub use problem::{ErrorCode, Problem};
pub use release::{Artifact, ArtifactKind, Manifest, SignedManifest};
pub use secret::{Credential, Secret, SecretError, SecretHash, Ticket};
pub use state::{AgentInSession, Consent, Phase, SessionState, Sharing, UpgradeStep};
pub use text::{Language, MessageText, PersonName, TextError};
