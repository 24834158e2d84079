//! The state of a session, computed from its log by one function and by nothing else. Portal,
//! app and (through the portal) every page look at the result; nobody keeps a state of their own.

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, Author, ChatAfterUpgrade, Event, EventBody, HandoffId, Language, Monitors, PersonName,
    QueueId, Seq, Timestamp,
};

/// Where a session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The customer waits for an agent.
    #[default]
    Waiting,
    /// Customer and agent chat.
    Chatting,
    /// A hand-off to the app is under way.
    Upgrading,
    /// The app was asked for, or shares, the screen.
    Standard,
    /// The session is over.
    Ended,
}

/// How far the latest hand-off has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UpgradeStep {
    /// The customer has the link.
    Offered,
    /// The browser fetched the opener.
    OpenerFetched,
    /// The opener redeemed its code.
    OpenerStarted,
    /// The app is in the session.
    AppJoined,
}

/// What the customer has said about being seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Not asked, or taken back.
    #[default]
    None,
    /// Asked, not answered.
    Asked,
    /// OK.
    Given,
    /// No, or no answer in time.
    Refused,
}

/// Whether pictures flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// No.
    #[default]
    Off,
    /// Yes.
    On,
    /// Held by the customer, under the same consent.
    Paused,
}

/// An agent who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentInSession {
    /// Which one.
    pub id: AgentId,
    /// Name when joining.
    pub name: PersonName,
}

/// An agent who is asked to join and has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invitation {
    /// Who is asked.
    pub agent: AgentInSession,
    /// Who asks; none where the portal looks for the next free agent.
    pub by: Option<AgentId>,
    /// Whether the one who asks leaves as soon as the other joins.
    pub takes_over: bool,
}

/// Everything that follows from a session's log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionState {
    /// The last event that is counted in.
    pub seq: Seq,
    /// Where the session stands.
    pub phase: Phase,
    /// The customer's name; none before the first event.
    pub customer: Option<PersonName>,
    /// The customer's language.
    pub language: Language,
    /// The queue that it waits in or came from; none before the first event.
    pub queue: Option<QueueId>,
    /// Since when it waits, where it does.
    pub waiting_since: Timestamp,
    /// Who takes part, in the order of joining.
    pub agents: Vec<AgentInSession>,
    /// Who is asked to join.
    pub invitations: Vec<Invitation>,
    /// Whether the customer chats in the app only.
    pub web_chat_off: bool,
    /// How far the latest hand-off has come; none where there is none.
    pub upgrade: Option<UpgradeStep>,
    /// The latest hand-off.
    pub handoff: Option<HandoffId>,
    /// Where the customer chats once the app has joined.
    pub chat_after: ChatAfterUpgrade,
    /// What the customer has said about being seen.
    pub consent: Consent,
    /// Whether pictures flow.
    pub sharing: Sharing,
    /// The customer's monitors.
    pub monitors: Monitors,
}

impl SessionState {
    /// Computes the state of a whole log.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut state = Self::default();
        for event in events {
            state.apply(event);
        }
        state
    }

    /// Takes the next event in. An event that is counted in already changes nothing.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        self.monitors.apply(event);
        match &event.body {
            EventBody::SessionStarted { customer, language, queue, web_chat_off, .. } => {
                self.customer = Some(customer.clone());
                self.language = *language;
                self.queue = Some(queue.clone());
                self.waiting_since = event.at;
                self.web_chat_off = *web_chat_off;
            }
            EventBody::AgentJoined => self.agent_joined(&event.author),
            EventBody::AgentInvited { agent, takes_over } => {
                self.uninvite(agent.id);
                self.invitations.push(Invitation {
                    agent: agent.clone(),
                    by: agent_of(&event.author),
                    takes_over: *takes_over,
                });
            }
            EventBody::InvitationWithdrawn { agent } => self.uninvite(*agent),
            EventBody::AgentLeft => {
                if let Some(id) = agent_of(&event.author) {
                    self.agent_left(id);
                }
            }
            EventBody::HandedToQueue { queue } => {
                self.agents.clear();
                self.invitations.clear();
                self.withdraw(Consent::None);
                self.queue = Some(queue.clone());
                self.waiting_since = event.at;
            }
            EventBody::Message { .. }
            | EventBody::FileSent { .. }
            | EventBody::CodeMade { .. }
            | EventBody::CodeExpired { .. }
            | EventBody::HandoffRefused { .. }
            | EventBody::MonitorsChanged { .. }
            | EventBody::MonitorAsked { .. }
            | EventBody::MonitorShown { .. }
            | EventBody::MonitorRefused { .. } => {}
            EventBody::UpgradeOffered { handoff, chat_after } => {
                self.phase = Phase::Upgrading;
                self.upgrade = Some(UpgradeStep::Offered);
                self.handoff = Some(*handoff);
                self.chat_after = *chat_after;
            }
            EventBody::OpenerFetched { handoff, .. } => {
                self.step(*handoff, UpgradeStep::OpenerFetched);
            }
            EventBody::OpenerStarted { handoff, .. } => {
                self.step(*handoff, UpgradeStep::OpenerStarted);
            }
            EventBody::AppJoined { handoff, .. } => self.step(*handoff, UpgradeStep::AppJoined),
            EventBody::UpgradeCancelled | EventBody::AppLeft => {
                self.upgrade = None;
                self.handoff = None;
                self.withdraw(Consent::None);
            }
            // Where nobody is who could see anything, there is nothing to ask for.
            EventBody::ConsentAsked if self.agents.is_empty() => {}
            EventBody::ConsentAsked => {
                self.phase = Phase::Standard;
                self.consent = Consent::Asked;
            }
            EventBody::ConsentGiven => self.consent = Consent::Given,
            EventBody::ConsentRefused { .. } => self.withdraw(Consent::Refused),
            EventBody::SharingStarted { .. } | EventBody::SharingResumed => {
                self.sharing = Sharing::On;
            }
            EventBody::SharingPaused => self.sharing = Sharing::Paused,
            EventBody::SharingStopped => self.withdraw(Consent::None),
            EventBody::SessionEnded { .. } => {
                self.phase = Phase::Ended;
                self.invitations.clear();
                self.consent = Consent::None;
                self.sharing = Sharing::Off;
                self.monitors = Monitors::default();
            }
        }
    }

    /// Whether the desktop app takes part.
    pub fn app_joined(&self) -> bool {
        self.upgrade == Some(UpgradeStep::AppJoined)
    }

    /// Whether a picture may travel now: consent stands, sharing is on, the session goes on.
    pub fn may_show(&self) -> bool {
        self.phase == Phase::Standard
            && self.consent == Consent::Given
            && self.sharing == Sharing::On
    }

    /// Whether the web chat is closed because the session moved to the app.
    pub fn chat_moved(&self) -> bool {
        self.app_joined() && self.chat_after == ChatAfterUpgrade::Transfer
    }

    /// Whether this agent takes part.
    pub fn has_agent(&self, agent: AgentId) -> bool {
        self.agents.iter().any(|present| present.id == agent)
    }

    /// The invitation of this agent, if there is one.
    pub fn invitation(&self, agent: AgentId) -> Option<&Invitation> {
        self.invitations.iter().find(|invitation| invitation.agent.id == agent)
    }

    fn agent_joined(&mut self, author: &Author) {
        if let Author::Agent { id, name } = author
            && !self.has_agent(*id)
        {
            let invitation = self.invitation(*id).cloned();
            self.uninvite(*id);
            self.agents.push(AgentInSession { id: *id, name: name.clone() });
            if let Some(Invitation { by: Some(by), takes_over: true, .. }) = invitation {
                self.agent_left(by);
            }
        }
        if self.phase == Phase::Waiting {
            self.phase = Phase::Chatting;
            self.invitations.clear();
        }
    }

    /// Takes an agent out, with the invitations that hang on that agent.
    fn agent_left(&mut self, agent: AgentId) {
        self.agents.retain(|present| present.id != agent);
        self.invitations.retain(|invitation| invitation.by != Some(agent));
        let asked = &mut self.monitors.asked;
        *asked = asked.take().filter(|question| question.by.id != agent);
    }

    fn uninvite(&mut self, agent: AgentId) {
        self.invitations.retain(|invitation| invitation.agent.id != agent);
    }

    fn step(&mut self, handoff: HandoffId, step: UpgradeStep) {
        if self.handoff == Some(handoff) {
            self.upgrade = self.upgrade.max(Some(step));
        }
    }

    /// Ends what the app has brought; who waits for an agent goes on waiting.
    fn withdraw(&mut self, consent: Consent) {
        self.phase = if self.agents.is_empty() { Phase::Waiting } else { Phase::Chatting };
        self.consent = consent;
        self.sharing = Sharing::Off;
        self.monitors = Monitors::default();
    }
}

const fn agent_of(author: &Author) -> Option<AgentId> {
    match author {
        Author::Agent { id, .. } => Some(*id),
        Author::Customer { .. } | Author::Portal => None,
    }
}
