//! What happened in a session, sentence by sentence, in both languages: with the names of agents
//! and queues. Used by the transcript and by exported logs; customer and agent read the same.

use std::collections::HashMap;

use corporate_protocol::{
    AgentId, AgentInSession, Author, EndReason, Event, EventBody, FileInfo, Language, PersonName,
    Queue, QueueId, RefusedConsent,
};

use super::words;

/// Knows the names in a session, and tells what happened in it.
pub(crate) struct Teller<'a> {
    language: Language,
    queues: &'a [Queue],
    customer: Option<&'a PersonName>,
    agents: HashMap<AgentId, &'a PersonName>,
}

impl<'a> Teller<'a> {
    /// Reads the names in a log.
    pub(crate) fn new(events: &'a [Event], queues: &'a [Queue], language: Language) -> Self {
        let mut teller = Self { language, queues, customer: None, agents: HashMap::new() };
        for event in events {
            if let Author::Agent { id, name } = &event.author {
                teller.agents.insert(*id, name);
            }
            match &event.body {
                EventBody::SessionStarted { customer, .. } => teller.customer = Some(customer),
                EventBody::AgentInvited { agent, .. } => {
                    teller.agents.insert(agent.id, &agent.name);
                }
                _ => {}
            }
        }
        teller
    }

    /// The language that it speaks.
    pub(super) const fn language(&self) -> Language {
        self.language
    }

    /// A queue's name, or its short name where it is gone.
    pub(crate) fn queue(&self, queue: &QueueId) -> String {
        let known = self.queues.iter().find(|known| known.id == *queue);
        known.map_or(queue.as_str(), |known| known.name.of(self.language)).to_owned()
    }

    /// The author after the role, so that no customer's name can pass as an agent's.
    pub(crate) fn who(&self, event: &Event) -> String {
        match &event.author {
            Author::Customer { .. } => match self.customer {
                Some(name) => format!("{} {}", words::CUSTOMER.of(self.language), name.as_str()),
                None => words::CUSTOMER.of(self.language).to_owned(),
            },
            Author::Agent { name, .. } => self.agent(name),
            Author::Portal => words::PORTAL.of(self.language).to_owned(),
        }
    }

    /// What happened; nothing for what somebody said.
    pub(crate) fn sentences(&self, event: &Event) -> Vec<String> {
        match &event.body {
            // Which monitors there are is told when one is shown.
            EventBody::Message { .. } | EventBody::MonitorsChanged { .. } => Vec::new(),
            EventBody::SessionStarted { question, terms_accepted, .. } => {
                let begun = question
                    .is_none()
                    .then(|| self.by(event, "hat die Sitzung begonnen", "started the session"));
                let agreed = terms_accepted.then(|| {
                    self.by(event, "hat den Bedingungen zugestimmt", "agreed to the terms")
                });
                begun.into_iter().chain(agreed).collect()
            }
            _ => {
                let told = self.people(event).or_else(|| self.monitor(event));
                vec![told.unwrap_or_else(|| self.handoff_or_screen(event))]
            }
        }
    }

    /// What is about people, queues, files and the end.
    fn people(&self, event: &Event) -> Option<String> {
        Some(match &event.body {
            EventBody::AgentJoined => {
                self.by(event, "ist der Sitzung beigetreten", "joined the session")
            }
            EventBody::AgentInvited { agent, takes_over } => {
                self.invited(event, agent, *takes_over)
            }
            EventBody::InvitationWithdrawn { agent } => {
                let who = self.agents.get(agent).map_or_else(
                    || words::AGENT.of(self.language).to_owned(),
                    |name| self.agent(name),
                );
                self.say(
                    &format!("Die Einladung an {who} gilt nicht mehr."),
                    &format!("The invitation of {who} no longer stands."),
                )
            }
            EventBody::AgentLeft => self.by(event, "hat die Sitzung verlassen", "left the session"),
            EventBody::HandedToQueue { queue } => {
                let queue = self.queue(queue);
                self.by(
                    event,
                    &format!("hat die Sitzung an die Warteschlange „{queue}“ übergeben"),
                    &format!("handed the session over to the queue “{queue}”"),
                )
            }
            EventBody::FileSent { file } => self.file(event, file),
            EventBody::SessionEnded { reason: EndReason::Absent } => self.say(
                "Die Sitzung wurde beendet, weil der Kunde zu lange nicht mehr da war.",
                "The session was ended because the customer had been gone for too long.",
            ),
            EventBody::SessionEnded { .. } => {
                self.by(event, "hat die Sitzung beendet", "ended the session")
            }
            _ => return None,
        })
    }

    fn invited(&self, event: &Event, agent: &AgentInSession, takes_over: bool) -> String {
        let asked = self.agent(&agent.name);
        match (&event.author, takes_over) {
            (Author::Portal, _) => {
                self.say(&format!("{asked} wird gerufen."), &format!("{asked} is being called."))
            }
            (_, true) => self.by(
                event,
                &format!("bittet {asked}, die Sitzung zu übernehmen"),
                &format!("asks {asked} to take the session over"),
            ),
            (_, false) => {
                self.by(event, &format!("bittet {asked} hinzu"), &format!("asks {asked} to join"))
            }
        }
    }

    fn file(&self, event: &Event, file: &FileInfo) -> String {
        let name = file.name.as_str();
        let size = size(file.bytes, self.language);
        self.by(
            event,
            &format!("hat die Datei „{name}“ gesendet ({size})"),
            &format!("sent the file “{name}” ({size})"),
        )
    }

    /// What is about one of several monitors.
    fn monitor(&self, event: &Event) -> Option<String> {
        Some(match &event.body {
            EventBody::MonitorAsked { monitor } => self.by(
                event,
                &format!("bittet darum, Bildschirm {monitor} zu sehen"),
                &format!("asks to see screen {monitor}"),
            ),
            EventBody::MonitorShown { monitor, width, height } => self.say(
                &format!("Gezeigt wird jetzt Bildschirm {monitor}, {width} × {height}."),
                &format!("Screen {monitor} is shown now, {width} × {height}."),
            ),
            EventBody::MonitorRefused { monitor, reason: RefusedConsent::Declined } => self.say(
                &format!("Der Kunde zeigt Bildschirm {monitor} nicht."),
                &format!("The customer does not show screen {monitor}."),
            ),
            EventBody::MonitorRefused { monitor, reason: RefusedConsent::NoAnswer } => self.say(
                &format!("Keine Antwort: Bildschirm {monitor} wird nicht gezeigt."),
                &format!("No answer: screen {monitor} is not shown."),
            ),
            _ => return None,
        })
    }

    /// What is about the hand-off, consent and sharing.
    fn handoff_or_screen(&self, event: &Event) -> String {
        match &event.body {
            EventBody::UpgradeOffered { .. } => self.by(
                event,
                "hat ein Upgrade auf eine Standardsitzung angeboten",
                "offered a standard session",
            ),
            EventBody::UpgradeCancelled => {
                self.by(event, "hat das Angebot zurückgenommen", "took the offer back")
            }
            EventBody::CodeMade { read_out: true, .. } => self.by(
                event,
                "hat einen Code für den Opener zum Vorlesen erstellt",
                "made a code for the opener to read out",
            ),
            EventBody::CodeMade { .. } => self
                .say("Ein Code für den Opener wurde erstellt.", "A code for the opener was made."),
            EventBody::CodeExpired { .. } => self.say(
                "Der Code für den Opener ist abgelaufen, ohne dass er benutzt wurde.",
                "The code for the opener expired without being used.",
            ),
            EventBody::OpenerFetched { system, .. } => {
                let system = words::name(*system);
                self.say(
                    &format!("Der Opener für {system} wurde heruntergeladen."),
                    &format!("The opener for {system} was downloaded."),
                )
            }
            EventBody::OpenerStarted { .. } => {
                self.say("Der Opener wurde gestartet.", "The opener was started.")
            }
            EventBody::HandoffRefused { .. } => self.say(
                "Ein Code oder Ticket dieser Sitzung wurde abgelehnt.",
                "A code or ticket of this session was refused.",
            ),
            EventBody::AppJoined { version, .. } => self.say(
                &format!("Die App Corporate Customer {version} ist beigetreten."),
                &format!("The app Corporate Customer {version} joined."),
            ),
            EventBody::AppLeft => {
                self.say("Die App hat die Sitzung verlassen.", "The app left the session.")
            }
            EventBody::ConsentAsked => self.say(
                "Der Kunde wird gefragt, ob der Bildschirm gesehen werden darf.",
                "The customer is asked whether the screen may be seen.",
            ),
            EventBody::ConsentGiven => {
                self.say("Der Kunde hat zugestimmt.", "The customer agreed.")
            }
            EventBody::ConsentRefused { reason: RefusedConsent::Declined } => {
                self.say("Der Kunde hat abgelehnt.", "The customer declined.")
            }
            EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer } => self.say(
                "Der Kunde hat nicht geantwortet: keine Zustimmung.",
                "The customer did not answer: no consent.",
            ),
            EventBody::SharingStarted { monitor, width, height, .. } => {
                let [de, en] = ["Bildschirm", "Screen"].map(|word| monitor_name(monitor, word));
                self.say(
                    &format!("Freigabe begonnen: {de}, {width} × {height}."),
                    &format!("Sharing started: {en}, {width} × {height}."),
                )
            }
            EventBody::SharingPaused => self.say("Freigabe angehalten.", "Sharing paused."),
            EventBody::SharingResumed => self.say("Freigabe fortgesetzt.", "Sharing resumed."),
            // All others are told by `people`.
            _ => self.say("Freigabe beendet.", "Sharing stopped."),
        }
    }

    fn agent(&self, name: &PersonName) -> String {
        format!("{} {}", words::AGENT.of(self.language), name.as_str())
    }

    fn by(&self, event: &Event, de: &str, en: &str) -> String {
        let who = self.who(event);
        self.say(&format!("{who} {de}."), &format!("{who} {en}."))
    }

    fn say(&self, de: &str, en: &str) -> String {
        match self.language {
            Language::De => de.to_owned(),
            Language::En => en.to_owned(),
        }
    }
}

/// A monitor that has a number is called by a word and that.
fn monitor_name(monitor: &str, word: &str) -> String {
    let has_number = !monitor.is_empty() && monitor.bytes().all(|byte| byte.is_ascii_digit());
    if has_number { format!("{word} {monitor}") } else { monitor.to_owned() }
}

/// A file's size as people read it.
fn size(bytes: u64, language: Language) -> String {
    let (tenths, unit) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (bytes / 100, "kB"),
        _ => (bytes / 100_000, "MB"),
    };
    let point = match language {
        Language::De => ',',
        Language::En => '.',
    };
    format!("{}{point}{} {unit}", tenths / 10, tenths % 10)
}
