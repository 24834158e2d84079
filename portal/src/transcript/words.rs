//! The words of a transcript, German and English side by side.

use corporate_protocol::{Language, Mode, System};

/// The same in both languages.
#[derive(Clone, Copy)]
pub(super) struct Both {
    pub(super) de: &'static str,
    pub(super) en: &'static str,
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
pub(super) const EMAIL: Both = Both { de: "E-Mail", en: "E-mail" };
pub(super) const MODE: Both = Both { de: "Verbindung", en: "Connection" };
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

/// How a session began.
pub(crate) const fn mode(mode: Mode, language: Language) -> &'static str {
    let both = match mode {
        Mode::Web => Both { de: "Web-Modus", en: "Web mode" },
        Mode::Queue => Both { de: "Warteschlangen-Modus", en: "Queue mode" },
        Mode::Phone => Both { de: "Telefon-Modus", en: "Phone mode" },
        Mode::Message => Both { de: "Hinterlassene Nachricht", en: "Message left" },
    };
    both.of(language)
}

pub(super) const fn name(system: System) -> &'static str {
    match system {
        System::Linux => "Linux",
        System::Windows => "Windows",
        System::Macos => "macOS",
    }
}
