//! What a session's row in the reports says, event by event. Pure; the only place that decides it,
//! whether a row grows with its log or is computed anew.

use corporate_protocol::{
    AgentId, Author, EmailAddress, EndReason, Event, EventBody, Language, MessageText, Mode,
    PersonName, QueueId, Seq, SessionId, Timestamp,
};

/// Grows whenever the same log gives another row; rows of older versions are computed anew.
pub(crate) const INDEX_VERSION: i64 = 1;

/// A session's row with what is needed to go on with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indexed {
    /// The session.
    pub session: SessionId,
    /// The last event that is counted in.
    pub seq: Seq,
    /// The customer's name.
    pub customer: PersonName,
    /// Where an answer goes.
    pub email: Option<EmailAddress>,
    /// The first question.
    pub question: Option<MessageText>,
    /// The queue that it waited in last.
    pub queue: QueueId,
    /// The customer's language.
    pub language: Language,
    /// How it began.
    pub mode: Mode,
    /// When it began.
    pub started_at: Timestamp,
    /// When the first agent joined.
    pub first_joined_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Who ended it.
    pub end_reason: Option<EndReason>,
    /// Messages, the question among them.
    pub messages: i64,
    /// Files.
    pub files: i64,
    /// Whether the app joined.
    pub upgraded: bool,
    /// Whether the screen was shared.
    pub shared: bool,
    /// Milliseconds of sharing that are over.
    pub sharing_ms: i64,
    /// Since when the screen is shared, where it is.
    pub sharing_since: Option<Timestamp>,
}

/// An agent who joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// Which one.
    pub agent: AgentId,
    /// Name when joining.
    pub name: PersonName,
    /// The event.
    pub seq: Seq,
}

impl Indexed {
    /// The row of a session that has just begun; none for any other event.
    pub(crate) fn begin(first: &Event) -> Option<Self> {
        let EventBody::SessionStarted { customer, question, queue, language, mode, email, .. } =
            &first.body
        else {
            return None;
        };
        Some(Self {
            session: first.session,
            seq: first.seq,
            customer: customer.clone(),
            email: email.clone(),
            question: question.clone(),
            queue: queue.clone(),
            language: *language,
            mode: *mode,
            started_at: first.at,
            first_joined_at: None,
            ended_at: None,
            end_reason: None,
            messages: i64::from(question.is_some()),
            files: 0,
            upgraded: false,
            shared: false,
            sharing_ms: 0,
            sharing_since: None,
        })
    }

    /// Takes the next event in; the agent who joined by it.
    pub(crate) fn apply(&mut self, event: &Event) -> Option<Joined> {
        if event.seq <= self.seq {
            return None;
        }
        self.seq = event.seq;
        match &event.body {
            EventBody::AgentJoined => {
                self.first_joined_at.get_or_insert(event.at);
                return joined(event);
            }
            EventBody::Message { .. } => self.messages += 1,
            EventBody::FileSent { .. } => self.files += 1,
            EventBody::AppJoined { .. } => self.upgraded = true,
            EventBody::SharingStarted { .. } | EventBody::SharingResumed => {
                self.shared = true;
                self.sharing_since.get_or_insert(event.at);
            }
            EventBody::SharingPaused
            | EventBody::SharingStopped
            | EventBody::ConsentRefused { .. }
            | EventBody::UpgradeCancelled
            | EventBody::AppLeft => self.sharing_over(event.at),
            EventBody::HandedToQueue { queue } => {
                self.sharing_over(event.at);
                self.queue = queue.clone();
            }
            EventBody::SessionEnded { reason } => {
                self.sharing_over(event.at);
                self.ended_at = Some(event.at);
                self.end_reason = Some(*reason);
            }
            EventBody::SessionStarted { .. }
            | EventBody::AgentInvited { .. }
            | EventBody::InvitationWithdrawn { .. }
            | EventBody::AgentLeft
            | EventBody::UpgradeOffered { .. }
            | EventBody::CodeMade { .. }
            | EventBody::CodeExpired { .. }
            | EventBody::OpenerFetched { .. }
            | EventBody::OpenerStarted { .. }
            | EventBody::HandoffRefused { .. }
            | EventBody::ConsentAsked
            | EventBody::ConsentGiven
            | EventBody::MonitorsChanged { .. }
            | EventBody::MonitorAsked { .. }
            | EventBody::MonitorShown { .. }
            | EventBody::MonitorRefused { .. } => {}
        }
        None
    }

    fn sharing_over(&mut self, at: Timestamp) {
        if let Some(since) = self.sharing_since.take() {
            self.sharing_ms += (at.0 - since.0).max(0);
        }
    }

    /// What a text is looked for in: name, address and question in lower case.
    pub(crate) fn words(&self) -> String {
        let email = self.email.as_ref().map_or("", |email| email.as_str());
        let question = self.question.as_ref().map_or("", MessageText::as_str);
        format!("{}\n{email}\n{question}", self.customer.as_str()).to_lowercase()
    }

    /// What the name is sorted by: lower case, umlauts beside their vowels (DIN 5007).
    pub(crate) fn customer_key(&self) -> String {
        let mut key = String::with_capacity(self.customer.as_str().len());
        for c in self.customer.as_str().to_lowercase().chars() {
            match c {
                'ä' => key.push('a'),
                'ö' => key.push('o'),
                'ü' => key.push('u'),
                'ß' => key.push_str("ss"),
                other => key.push(other),
            }
        }
        key
    }
}

fn joined(event: &Event) -> Option<Joined> {
    match &event.author {
        Author::Agent { id, name } => {
            Some(Joined { agent: *id, name: name.clone(), seq: event.seq })
        }
        Author::Customer { .. } | Author::Portal => None,
    }
}
