//! What the parts of Corporate Customer say to each other: the session log, the commands that
//! grow it, the state computed from it, the hand-off, and the frames of the shared screen.
//!
//! Pure: no sockets, no files, no clock. Time and random bytes come in as arguments. Everything
//! that arrives from outside is parsed here, once, into types that cannot hold bad values.

mod command;
mod door;
mod event;
mod facts;
mod file;
mod handoff;
mod id;
pub mod limits;
mod message;
mod monitor;
mod origin;
mod portal;
mod problem;
mod release;
pub mod report;
pub mod screen;
mod secret;
pub mod settings;
mod staff;
mod state;
mod text;
#[cfg(feature = "typescript")]
pub mod typescript;

pub use command::{Command, CommandBody, Surroundings, decide};
pub use door::{
    ChangePassword, ConfirmSecondFactor, NewSecondFactor, OwnAgent, ProvePassword, RecoveryCodes,
    RemoveSecondFactor, SignIn, SignInDevice, SignInId,
};
pub use event::{Author, ChatAfterUpgrade, EndReason, Event, EventBody, Mode, RefusedConsent, Via};
pub use facts::CustomerFacts;
pub use file::{FileInfo, FileName, PictureSize};
pub use handoff::{
    ChatStarted, Code, HandoffOffer, JoinRequest, JoinResponse, Machine, RedeemRequest,
    RedeemResponse, RenewRequest, RenewResponse, StartChat, System,
};
pub use id::{AgentId, CommandId, FileId, HandoffId, QueueId, Seq, SessionId, Timestamp};
pub use message::{
    Availability, ClientMessage, Colleague, Delivered, LIST_PROTOCOL, LOG_PROTOCOL, ListMessage,
    Place, Presence, SCREEN_PROTOCOL, ServerMessage, SessionSummary, Signal,
};
pub use monitor::{MonitorInfo, MonitorQuestion, Monitors};
pub use origin::{OriginError, PortalOrigin};
pub use portal::{
    NewPhoneCode, OwnAvailability, PhoneCode, PhoneDigits, PublicPortal, RedeemPhoneCode,
};
pub use problem::{ErrorCode, Problem};
pub use release::{
    Artifact, ArtifactKind, KeyFingerprint, Manifest, ManifestError, SignedManifest, Version,
};
pub use secret::{Credential, Secret, SecretError, SecretHash, Ticket};
pub use settings::{Account, AccountSettings, Bilingual};
pub use staff::{
    AgentDetails, Assessment, AuditAction, AuditEntry, ManagedAgent, NewPassword, Outcome, Queue,
    Role,
};
pub use state::{AgentInSession, Consent, Invitation, Phase, SessionState, Sharing, UpgradeStep};
pub use text::{EmailAddress, Language, MessageText, PageAddress, PersonName, TextError};
