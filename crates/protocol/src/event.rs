//! The session log: what can happen in a session, in the words that every part uses. Events are
//! only ever added, by the portal, each with the next number.

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, AgentInSession, CustomerFacts, EmailAddress, FileInfo, HandoffId, Language,
    MessageText, MonitorInfo, PersonName, QueueId, Seq, SessionId, System, Timestamp,
};

/// One entry of a session's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The session that it belongs to.
    pub session: SessionId,
    /// Its place in the log, given by the portal.
    pub seq: Seq,
    /// When the portal took it in, in milliseconds since 1970.
    pub at: Timestamp,
    /// Who caused it, as the portal knows them.
    pub author: Author,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBody,
}

/// Who caused an event or gives a command, as the portal knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Author {
    /// The customer, in one of two windows.
    Customer {
        /// The window that was used.
        via: Via,
    },
    /// A support agent.
    Agent {
        /// Which one.
        id: AgentId,
        /// Name at the time of the event.
        name: PersonName,
    },
    /// The portal itself.
    Portal,
}

/// The window in which a customer chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The web chat in a browser.
    Web,
    /// The desktop app.
    App,
}

/// How customer and agent came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A link or button, next free agent.
    Web,
    /// A named queue.
    Queue,
    /// A code that the agent read out.
    Phone,
    /// A message with an e-mail address, left while nobody was there.
    Message,
}

/// Account setting: where the customer chats once the app has joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChatAfterUpgrade {
    /// The web chat is closed; the app's chat goes on.
    Transfer,
    /// The web chat stays; the app shows no chat.
    WebOnly,
    /// Both show the whole chat.
    #[default]
    Both,
}

/// Why consent was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefusedConsent {
    /// The customer said no.
    Declined,
    /// Nobody answered in time.
    NoAnswer,
}

/// Who ended a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// An agent in the session.
    Agent,
    /// The customer.
    Customer,
    /// The portal, because the customer had been gone for too long.
    Absent,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventBody {
    /// A customer started a chat.
    SessionStarted {
        /// The customer's name as given.
        customer: PersonName,
        /// The first question; a session by phone code has none.
        #[serde(default)]
        question: Option<MessageText>,
        /// The queue that it waits in.
        queue: QueueId,
        /// The customer's language.
        language: Language,
        /// How the customer came.
        mode: Mode,
        /// Where an answer goes; needed for a message that was left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<EmailAddress>,
        /// What the customer's browser says of itself.
        #[serde(default)]
        facts: CustomerFacts,
        /// Whether the account's terms were shown and agreed to.
        #[serde(default)]
        terms_accepted: bool,
        /// Whether the account does without web chat: the session leads straight to the app.
        #[serde(default)]
        web_chat_off: bool,
    },
    /// An agent took or entered the session.
    AgentJoined,
    /// An agent was asked to join, by an agent or, as the next free one, by the portal.
    AgentInvited {
        /// Who was asked.
        agent: AgentInSession,
        /// Whether the one who asks leaves as soon as the other joins.
        takes_over: bool,
    },
    /// An invitation was declined, taken back, or not answered in time.
    InvitationWithdrawn {
        /// Whose.
        agent: AgentId,
    },
    /// An agent left the session to the others in it.
    AgentLeft,
    /// An agent gave the session back to a queue; it waits again, and nobody sees the screen.
    HandedToQueue {
        /// The queue that it waits in from now on.
        queue: QueueId,
    },
    /// Somebody sent a file; its bytes are fetched apart.
    FileSent {
        /// The file.
        file: FileInfo,
    },
    /// Somebody wrote something.
    Message {
        /// What they wrote.
        text: MessageText,
    },
    /// An agent offered the upgrade to a standard session.
    UpgradeOffered {
        /// The hand-off that it opened.
        handoff: HandoffId,
        /// Where the customer chats afterwards.
        chat_after: ChatAfterUpgrade,
    },
    /// An agent took the offer back.
    UpgradeCancelled,
    /// A code for the opener was made: by the customer's page for its download, or by an agent to
    /// be read out. The code itself is never logged.
    CodeMade {
        /// The hand-off that it belongs to.
        handoff: HandoffId,
        /// Whether an agent reads it out.
        read_out: bool,
    },
    /// The last code of a hand-off grew too old before an opener redeemed any.
    CodeExpired {
        /// The hand-off that it belonged to.
        handoff: HandoffId,
    },
    /// The customer's browser fetched the opener.
    OpenerFetched {
        /// The hand-off that it belongs to.
        handoff: HandoffId,
        /// The system that it was made for.
        system: System,
    },
    /// The opener runs and has redeemed its code.
    OpenerStarted {
        /// The hand-off that it belongs to.
        handoff: HandoffId,
        /// The system that it runs on.
        system: System,
    },
    /// A code or ticket of this session was shown again, late, or for something else.
    HandoffRefused {
        /// The code of the refusal, as in a problem's `code`.
        reason: crate::ErrorCode,
    },
    /// The desktop app joined.
    AppJoined {
        /// The hand-off that brought it.
        handoff: HandoffId,
        /// The system that it runs on.
        system: System,
        /// The app's version.
        version: String,
    },
    /// The desktop app left, or was gone for too long.
    AppLeft,
    /// The customer is being asked whether the screen may be seen.
    ConsentAsked,
    /// The customer said OK.
    ConsentGiven,
    /// The customer said no, or nothing.
    ConsentRefused {
        /// Which of the two.
        reason: RefusedConsent,
    },
    /// The first picture is about to be sent.
    SharingStarted {
        /// The monitor's number, counted from 1, or its name where it has none.
        monitor: String,
        /// Its width in pixels.
        width: u16,
        /// Its height in pixels.
        height: u16,
        /// All monitors that there are, this one among them; empty where they are not known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<MonitorInfo>>"))]
        monitors: Vec<MonitorInfo>,
    },
    /// Monitors were plugged in or out, or have another size.
    MonitorsChanged {
        /// All that there are now.
        monitors: Vec<MonitorInfo>,
    },
    /// An agent asked to see another monitor. Nothing is shown for that.
    MonitorAsked {
        /// Its number, counted from 1.
        monitor: u16,
    },
    /// The customer shows another monitor from now on, asked or not.
    MonitorShown {
        /// Its number, counted from 1.
        monitor: u16,
        /// Its width in pixels.
        width: u16,
        /// Its height in pixels.
        height: u16,
    },
    /// The customer does not show the monitor that an agent asked for.
    MonitorRefused {
        /// Its number, counted from 1.
        monitor: u16,
        /// Whether the customer said no, or nothing.
        reason: RefusedConsent,
    },
    /// The customer paused sharing.
    SharingPaused,
    /// The customer went on sharing.
    SharingResumed,
    /// Sharing was stopped, and with it the consent ended.
    SharingStopped,
    /// The session is over.
    SessionEnded {
        /// Who ended it.
        reason: EndReason,
    },
}
