//! The words of a transcript, German and English side by side.

use corporate_protocol::{EndReason, EventBody, Language, RefusedConsent, System};

/// The same in both languages.
#[derive(Clone, Copy)]
pub(super) struct Both {
    de: &'static str,
    en: &'static str,
}

impl Both {
    pub(super) const fn of(self, language: Language) -> &'static str {
        match language {
            Language::De => self.de,
            Language::En => self.en,
        }
    }
}

pub(super) const TITLE: Both = Both { de: "Chatprotokoll", en: "Chat transcript" };
pub(super) const COMPANY: Both = Both { de: "Unternehmen", en: "Company" };
pub(super) const CUSTOMER: Both = Both { de: "Kunde", en: "Customer" };
pub(super) const QUEUE: Both = Both { de: "Warteschlange", en: "Queue" };
pub(super) const SESSION: Both = Both { de: "Sitzung", en: "Session" };
pub(super) const ZONE: Both = Both { de: "Zeitzone", en: "Time zone" };
pub(super) const AGENT: Both = Both { de: "Supportmitarbeiter", en: "Agent" };
pub(super) const PORTAL: Both = Both { de: "Kundenportal", en: "Customer portal" };

/// What the file's name begins with.
pub(super) const fn file(language: Language) -> &'static str {
    Both { de: "Chatprotokoll", en: "Chat-transcript" }.of(language)
}

/// How a date is written (`strftime`).
pub(super) const fn date(language: Language) -> &'static str {
    Both { de: "%d.%m.%Y", en: "%Y-%m-%d" }.of(language)
}

/// What happened, as one sentence; empty for what somebody said.
pub(super) fn happened(body: &EventBody, who: &str, language: Language) -> String {
    let say = |de: &'static str, en: &'static str| Both { de, en }.of(language).to_owned();
    let by = |de: &str, en: &str| match language {
        Language::De => format!("{who} {de}."),
        Language::En => format!("{who} {en}."),
    };
    match body {
        EventBody::SessionStarted { .. } | EventBody::Message { .. } => String::new(),
        EventBody::AgentInvited { agent, .. } => match language {
            Language::De => format!("{} wurde hinzugebeten.", agent.name.as_str()),
            Language::En => format!("{} was asked to join.", agent.name.as_str()),
        },
        EventBody::InvitationWithdrawn { .. } => {
            say("Eine Einladung wurde zurückgenommen.", "An invitation was taken back.")
        }
        EventBody::AgentLeft => by("hat die Sitzung verlassen", "left the session"),
        EventBody::HandedToQueue { queue } => match language {
            Language::De => format!("{who} hat die Sitzung weitergegeben ({}).", queue.as_str()),
            Language::En => format!("{who} handed the session over ({}).", queue.as_str()),
        },
        EventBody::FileSent { file } => match language {
            Language::De => format!("{who} hat eine Datei gesendet: {}.", file.name.as_str()),
            Language::En => format!("{who} sent a file: {}.", file.name.as_str()),
        },
        EventBody::AgentJoined => by("ist der Sitzung beigetreten", "joined the session"),
        EventBody::UpgradeOffered { .. } => {
            by("hat den Wechsel in eine Standardsitzung angeboten", "offered a standard session")
        }
        EventBody::UpgradeCancelled => by("hat das Angebot zurückgenommen", "took the offer back"),
        EventBody::OpenerFetched { system, .. } => match language {
            Language::De => format!("Der Opener für {} wurde heruntergeladen.", name(*system)),
            Language::En => format!("The opener for {} was downloaded.", name(*system)),
        },
        EventBody::OpenerStarted { .. } => {
            say("Der Opener wurde gestartet.", "The opener was started.")
        }
        EventBody::HandoffRefused { .. } => say(
            "Ein Code oder Ticket dieser Sitzung wurde abgelehnt.",
            "A code or ticket of this session was refused.",
        ),
        EventBody::AppJoined { version, .. } => match language {
            Language::De => format!("Die App Corporate Customer {version} ist beigetreten."),
            Language::En => format!("The app Corporate Customer {version} joined."),
        },
        EventBody::AppLeft => {
            say("Die App hat die Sitzung verlassen.", "The app left the session.")
        }
        EventBody::ConsentAsked => say(
            "Der Kunde wird gefragt, ob der Bildschirm gesehen werden darf.",
            "The customer is asked whether the screen may be seen.",
        ),
        EventBody::ConsentGiven => say("Der Kunde hat zugestimmt.", "The customer agreed."),
        EventBody::ConsentRefused { reason: RefusedConsent::Declined } => {
            say("Der Kunde hat abgelehnt.", "The customer declined.")
        }
        EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer } => say(
            "Der Kunde hat nicht geantwortet: keine Zustimmung.",
            "The customer did not answer: no consent.",
        ),
        EventBody::SharingStarted { monitor, width, height } => match language {
            Language::De => format!("Freigabe begonnen: {monitor}, {width} × {height}."),
            Language::En => format!("Sharing started: {monitor}, {width} × {height}."),
        },
        EventBody::SharingPaused => say("Freigabe angehalten.", "Sharing paused."),
        EventBody::SharingResumed => say("Freigabe fortgesetzt.", "Sharing resumed."),
        EventBody::SharingStopped => say("Freigabe beendet.", "Sharing stopped."),
        EventBody::SessionEnded { reason: EndReason::Agent } => {
            say("Der Supportmitarbeiter hat die Sitzung beendet.", "The agent ended the session.")
        }
        EventBody::SessionEnded { reason: EndReason::Customer } => {
            say("Der Kunde hat die Sitzung beendet.", "The customer ended the session.")
        }
        EventBody::SessionEnded { reason: EndReason::Absent } => say(
            "Die Sitzung wurde beendet, weil der Kunde nicht mehr da war.",
            "The session was ended because the customer was gone.",
        ),
    }
}

const fn name(system: System) -> &'static str {
    match system {
        System::Linux => "Linux",
        System::Windows => "Windows",
        System::Macos => "macOS",
    }
}
