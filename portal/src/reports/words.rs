//! The words of exported files, German and English side by side.

use corporate_protocol::{Author, EndReason, Event, Language, Outcome, Via};

/// In one language or the other.
pub(super) const fn say(language: Language, de: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// How a session came out.
pub(super) const fn outcome(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Resolved => say(language, "Gelöst", "Resolved"),
        Outcome::Unresolved => say(language, "Nicht gelöst", "Unresolved"),
        Outcome::Unknown => say(language, "Unbekannt", "Unknown"),
    }
}

/// Who ended a session.
pub(super) const fn end(reason: EndReason, language: Language) -> &'static str {
    match reason {
        EndReason::Agent => say(language, "Supportmitarbeiter", "Agent"),
        EndReason::Customer => say(language, "Kunde", "Customer"),
        EndReason::Absent => say(language, "Kunde abwesend", "Customer gone"),
    }
}

/// Yes or no.
pub(super) const fn yes(yes: bool, language: Language) -> &'static str {
    if yes { say(language, "Ja", "Yes") } else { say(language, "Nein", "No") }
}

/// The window in which a customer wrote.
pub(super) const fn via(event: &Event, language: Language) -> &'static str {
    match &event.author {
        Author::Customer { via: Via::Web } => say(language, "Web-Chat", "Web chat"),
        Author::Customer { via: Via::App } => say(language, "App", "App"),
        Author::Agent { .. } | Author::Portal => "",
    }
}
