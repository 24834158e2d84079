//! Commands: what customers and agents may ask of a session, and the one function that decides
//! what becomes of it. The portal calls it for every command, whoever sent it.

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, AgentInSession, Author, ChatAfterUpgrade, CommandId, Consent, EndReason, ErrorCode,
    EventBody, HandoffId, MessageText, MonitorInfo, Phase, QueueId, RefusedConsent, SessionState,
    Sharing, Via, monitor,
};

/// A command with the id that makes sending it twice do it once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Command {
    /// Made by the client, new for each command, the same for each attempt at it.
    pub id: CommandId,
    /// What is asked.
    pub body: CommandBody,
}

/// What a customer or agent may ask of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CommandBody {
    /// Agent: take a waiting session, or follow an invitation.
    Take,
    /// Agent: ask another agent to join.
    Invite {
        /// Whom.
        agent: AgentId,
        /// Whether to leave as soon as the other has joined: handing over.
        takes_over: bool,
    },
    /// Agent: take an invitation back, or decline one's own.
    WithdrawInvitation {
        /// Whose.
        agent: AgentId,
    },
    /// Agent: leave the session to the other agents in it.
    Leave,
    /// Agent: give the session back to a queue, where it waits again.
    HandToQueue {
        /// Which one.
        queue: QueueId,
    },
    /// Anybody in the session: write something.
    Say {
        /// What to say.
        text: MessageText,
    },
    /// Agent: offer the standard session, or ask again where the app is there already.
    Upgrade,
    /// Agent: take the offer back.
    CancelUpgrade,
    /// App: the question for consent is on the screen.
    AskConsent,
    /// App: the customer's answer.
    AnswerConsent {
        /// Whether the screen may be seen.
        granted: bool,
        /// Whether it stands for no answer in time.
        timed_out: bool,
    },
    /// App: the first picture is ready.
    StartSharing {
        /// The monitor's name, cut to 80 characters by the portal.
        monitor: String,
        /// Its width in pixels.
        width: u16,
        /// Its height in pixels.
        height: u16,
        /// All monitors that there are, this one among them.
        #[serde(default)]
        #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<MonitorInfo>>"))]
        monitors: Vec<MonitorInfo>,
    },
    /// App: there are other monitors now.
    ListMonitors {
        /// All that there are.
        monitors: Vec<MonitorInfo>,
    },
    /// Agent: ask the customer to show another monitor.
    AskMonitor {
        /// Its number.
        monitor: u16,
    },
    /// App: the customer shows another monitor.
    ShowMonitor {
        /// Its number.
        monitor: u16,
        /// Its width in pixels.
        width: u16,
        /// Its height in pixels.
        height: u16,
    },
    /// App: the customer does not show the monitor that an agent asked for.
    RefuseMonitor {
        /// Its number.
        monitor: u16,
        /// Whether it stands for no answer in time.
        timed_out: bool,
    },
    /// App: hold the picture.
    PauseSharing,
    /// App: go on.
    ResumeSharing,
    /// App or agent: stop sharing, and end the consent.
    StopSharing,
    /// App: the customer closes it.
    LeaveApp,
    /// Anybody in the session: end it.
    End,
}

/// What the portal brings along for a decision, beside the session's own state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The hand-off that an upgrade would open.
    pub handoff: HandoffId,
    /// The account's setting.
    pub chat_after: ChatAfterUpgrade,
    /// The agent whom the command names, where there is one who takes sessions.
    pub agent: Option<AgentInSession>,
    /// Whether there is the queue that the command names.
    pub queue_known: bool,
}

impl Surroundings {
    /// Those of a command that names neither agent nor queue.
    pub fn new(handoff: HandoffId, chat_after: ChatAfterUpgrade) -> Self {
        Self { handoff, chat_after, agent: None, queue_known: false }
    }
}

/// Decides what event a command becomes in a session of this state.
///
/// # Errors
/// The [`ErrorCode`] to answer with where the author may not ask this, or not now.
pub fn decide(
    state: &SessionState,
    author: &Author,
    command: &CommandBody,
    around: &Surroundings,
) -> Result<EventBody, ErrorCode> {
    if state.phase == Phase::Ended {
        return Err(ErrorCode::SessionEnded);
    }
    match author {
        Author::Agent { id, .. } => by_agent(state, *id, command, around),
        Author::Customer { via: Via::Web } => by_web_chat(state, command),
        Author::Customer { via: Via::App } => by_app(state, command),
        Author::Portal => Err(ErrorCode::NotAllowed),
    }
}

fn by_agent(
    state: &SessionState,
    agent: AgentId,
    command: &CommandBody,
    around: &Surroundings,
) -> Result<EventBody, ErrorCode> {
    let invited = state.invitation(agent).is_some();
    match command {
        CommandBody::Take => {
            let open = !state.has_agent(agent) && (state.phase == Phase::Waiting || invited);
            return when(open, EventBody::AgentJoined).map_err(|_| ErrorCode::AlreadyTaken);
        }
        CommandBody::WithdrawInvitation { agent: own } if *own == agent => {
            return when(invited, EventBody::InvitationWithdrawn { agent });
        }
        _ if !state.has_agent(agent) => return Err(ErrorCode::NotInSession),
        _ => {}
    }
    let decided = on_agents(state, agent, command, around);
    if let Some(decided) = decided.or_else(|| monitor::by_agent(state, command)) {
        return decided;
    }
    match command {
        CommandBody::Say { text } => Ok(EventBody::Message { text: text.clone() }),
        CommandBody::Upgrade if state.app_joined() => {
            when(state.phase == Phase::Chatting, EventBody::ConsentAsked)
        }
        CommandBody::Upgrade => when(
            state.phase == Phase::Chatting,
            EventBody::UpgradeOffered { handoff: around.handoff, chat_after: around.chat_after },
        ),
        CommandBody::CancelUpgrade => when(
            state.phase == Phase::Upgrading && !state.app_joined(),
            EventBody::UpgradeCancelled,
        ),
        CommandBody::StopSharing => when(state.sharing != Sharing::Off, EventBody::SharingStopped),
        CommandBody::End => Ok(EventBody::SessionEnded { reason: EndReason::Agent }),
        _ => Err(ErrorCode::NotAllowed),
    }
}

/// What an agent in the session asks about who else is in it; none for every other command.
fn on_agents(
    state: &SessionState,
    agent: AgentId,
    command: &CommandBody,
    around: &Surroundings,
) -> Option<Result<EventBody, ErrorCode>> {
    Some(match command {
        CommandBody::Invite { agent: wanted, takes_over } => match &around.agent {
            Some(known) if known.id == *wanted => {
                let open = !state.has_agent(*wanted) && state.invitation(*wanted).is_none();
                let agent = known.clone();
                when(open, EventBody::AgentInvited { agent, takes_over: *takes_over })
            }
            _ => Err(ErrorCode::AgentUnknown),
        },
        CommandBody::WithdrawInvitation { agent: wanted } => {
            let own = state.invitation(*wanted).is_some_and(|known| known.by == Some(agent));
            when(own, EventBody::InvitationWithdrawn { agent: *wanted })
        }
        CommandBody::Leave => when(state.agents.len() > 1, EventBody::AgentLeft),
        CommandBody::HandToQueue { queue } if around.queue_known => {
            when(state.phase != Phase::Upgrading, EventBody::HandedToQueue { queue: queue.clone() })
        }
        CommandBody::HandToQueue { .. } => Err(ErrorCode::QueueUnknown),
        _ => return None,
    })
}

fn by_web_chat(state: &SessionState, command: &CommandBody) -> Result<EventBody, ErrorCode> {
    match command {
        // A customer can leave from anywhere, even where the app has gone without a word.
        CommandBody::End => Ok(EventBody::SessionEnded { reason: EndReason::Customer }),
        _ if state.web_chat_off => Err(ErrorCode::ChatOff),
        _ if state.chat_moved() => Err(ErrorCode::ChatMoved),
        CommandBody::Say { text } => Ok(EventBody::Message { text: text.clone() }),
        _ => Err(ErrorCode::NotAllowed),
    }
}

fn by_app(state: &SessionState, command: &CommandBody) -> Result<EventBody, ErrorCode> {
    if !state.app_joined() {
        return Err(ErrorCode::NotInSession);
    }
    if let Some(decided) = monitor::by_app(state, command) {
        return decided;
    }
    match command {
        CommandBody::Say { text } => Ok(EventBody::Message { text: text.clone() }),
        CommandBody::AskConsent => {
            let unasked = matches!(state.consent, Consent::None | Consent::Refused);
            when(unasked && !state.agents.is_empty(), EventBody::ConsentAsked)
        }
        CommandBody::AnswerConsent { granted, timed_out } => {
            let answer = match (granted, timed_out) {
                (true, false) => EventBody::ConsentGiven,
                // A yes that nobody gave in time is no yes.
                (true, true) => return Err(ErrorCode::BadRequest),
                (false, true) => EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer },
                (false, false) => EventBody::ConsentRefused { reason: RefusedConsent::Declined },
            };
            when(state.consent == Consent::Asked, answer)
        }
        CommandBody::StartSharing { monitor, width, height, monitors } => {
            if state.consent != Consent::Given {
                return Err(ErrorCode::NoConsent);
            }
            if !monitor::are_monitors(monitors) {
                return Err(ErrorCode::BadRequest);
            }
            let (width, height, monitors) = (*width, *height, monitors.clone());
            let monitor = monitor.chars().filter(|c| !c.is_control()).take(80).collect();
            let started = EventBody::SharingStarted { monitor, width, height, monitors };
            when(state.sharing == Sharing::Off, started)
        }
        CommandBody::PauseSharing => when(state.sharing == Sharing::On, EventBody::SharingPaused),
        CommandBody::ResumeSharing => {
            when(state.sharing == Sharing::Paused, EventBody::SharingResumed)
        }
        CommandBody::StopSharing => {
            when(state.consent == Consent::Given, EventBody::SharingStopped)
        }
        CommandBody::LeaveApp => Ok(EventBody::AppLeft),
        CommandBody::End => Ok(EventBody::SessionEnded { reason: EndReason::Customer }),
        _ => Err(ErrorCode::NotAllowed),
    }
}

fn when(possible: bool, event: EventBody) -> Result<EventBody, ErrorCode> {
    if possible { Ok(event) } else { Err(ErrorCode::NotNow) }
}
