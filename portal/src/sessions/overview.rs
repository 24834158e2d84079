//! What lists, reports and hand-offs want to know of a session, computed from its log beside the
//! protocol's state.

use corporate_protocol::{
    AgentId, Author, CustomerFacts, EmailAddress, ErrorCode, Event, EventBody, HandoffId, Language,
    MessageText, Mode, PersonName, QueueId, Seq, SessionId, SessionState, SessionSummary,
    Timestamp,
};

/// Everything that the portal computes from a session's log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overview {
    /// The state as the protocol defines it.
    pub state: SessionState,
    /// How it began; none before the first event.
    pub start: Option<Start>,
    /// When the last event came in.
    pub changed_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Whether any agent has ever joined.
    pub agent_came: bool,
    /// Bytes of all messages together.
    pub words: usize,
    /// The customer's last message or file.
    pub last_customer_seq: Seq,
    /// Who offered the latest upgrade, and as which hand-off.
    pub offered: Option<(HandoffId, PersonName)>,
    /// To whom codes and tickets were refused since then, and why, as far as it was logged.
    pub refusals: Vec<(Author, ErrorCode)>,
    /// Codes that were made since then, as far as they were logged.
    pub codes: Codes,
    /// When consent was asked for the last time.
    pub consent_asked_at: Timestamp,
    /// Whom the portal has asked to take the session since it waits, in that order.
    pub rung: Vec<AgentId>,
    /// Who is asked by the portal now, and since when.
    pub ringing: Option<(AgentId, Timestamp)>,
}

/// Codes of a hand-off that were logged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Codes {
    /// Made by the customer's page.
    page: usize,
    /// Made by agents, to be read out.
    read_out: usize,
    /// When the last of them was made; none where there is none, or where their end was logged.
    pub made_at: Option<Timestamp>,
}

impl Codes {
    /// Whether one more is logged, where `most` of its kind are: otherwise only where none works
    /// as far as the log says.
    pub(crate) fn tells(&self, read_out: bool, most: usize) -> bool {
        let made = if read_out { self.read_out } else { self.page };
        made < most || self.made_at.is_none()
    }
}

/// How a session began.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// The session.
    pub session: SessionId,
    /// When.
    pub at: Timestamp,
    /// The customer's name.
    pub customer: PersonName,
    /// The question.
    pub question: Option<MessageText>,
    /// The queue.
    pub queue: QueueId,
    /// The customer's language.
    pub language: Language,
    /// How the customer came.
    pub mode: Mode,
    /// Where an answer goes.
    pub email: Option<EmailAddress>,
    /// What the browser says.
    pub facts: CustomerFacts,
}

impl Overview {
    /// Takes the next event in. An event that is counted in already changes nothing.
    pub(crate) fn apply(&mut self, event: &Event) {
        if event.seq <= self.state.seq {
            return;
        }
        self.state.apply(event);
        self.changed_at = event.at;
        self.follow_ringing(event);
        if let EventBody::Message { text } = &event.body {
            self.words += text.as_str().len();
        }
        match &event.body {
            EventBody::SessionStarted {
                customer,
                question,
                queue,
                language,
                mode,
                email,
                facts,
                ..
            } => {
                self.start = Some(Start {
                    session: event.session,
                    at: event.at,
                    customer: customer.clone(),
                    question: question.clone(),
                    queue: queue.clone(),
                    language: *language,
                    mode: *mode,
                    email: email.clone(),
                    facts: facts.clone(),
                });
                self.said(event);
            }
            EventBody::Message { .. } | EventBody::FileSent { .. } => self.said(event),
            EventBody::UpgradeOffered { handoff, .. } => {
                self.refusals.clear();
                self.codes = Codes::default();
                if let Author::Agent { name, .. } = &event.author {
                    self.offered = Some((*handoff, name.clone()));
                }
            }
            EventBody::AgentJoined => self.agent_came = true,
            EventBody::CodeMade { read_out, .. } => {
                let codes = &mut self.codes;
                *(if *read_out { &mut codes.read_out } else { &mut codes.page }) += 1;
                codes.made_at = Some(event.at);
            }
            EventBody::CodeExpired { .. } => self.codes.made_at = None,
            EventBody::HandoffRefused { reason } => {
                self.refusals.push((event.author.clone(), *reason));
            }
            EventBody::ConsentAsked => self.consent_asked_at = event.at,
            EventBody::SessionEnded { .. } => self.ended_at = Some(event.at),
            _ => {}
        }
    }

    /// Keeps in mind whom the portal rings.
    fn follow_ringing(&mut self, event: &Event) {
        match &event.body {
            EventBody::AgentInvited { agent, .. } if event.author == Author::Portal => {
                self.rung.push(agent.id);
                self.ringing = Some((agent.id, event.at));
            }
            EventBody::HandedToQueue { .. } => self.rung.clear(),
            _ => {}
        }
        // The state knows best whether the invitation still stands.
        let state = &self.state;
        self.ringing = self.ringing.filter(|(agent, _)| state.invitation(*agent).is_some());
    }

    fn said(&mut self, event: &Event) {
        if matches!(event.author, Author::Customer { .. }) {
            self.last_customer_seq = event.seq;
        }
    }

    /// The session's row in the list view; none before the first event.
    pub(crate) fn summary(&self) -> Option<SessionSummary> {
        let start = self.start.as_ref()?;
        Some(SessionSummary {
            id: start.session,
            customer: start.customer.clone(),
            question: start.question.clone(),
            queue: self.state.queue.clone().unwrap_or_else(|| start.queue.clone()),
            mode: start.mode,
            email: start.email.clone(),
            facts: start.facts.clone(),
            language: start.language,
            started_at: start.at,
            changed_at: self.changed_at,
            last_customer_seq: self.last_customer_seq,
            state: self.state.clone(),
        })
    }

    /// Whether this hand-off's app takes part.
    pub(crate) fn app_of(&self, handoff: HandoffId) -> bool {
        self.state.app_joined() && self.state.handoff == Some(handoff)
    }
}
