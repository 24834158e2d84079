//! Every word that a user reads, in German and English, in one place. Sentences about errors say
//! what has happened and what to do next.

mod errors;

use corporate_protocol::Language;

pub use self::errors::sentence;

/// The fixed texts of the window and the command line in one language. An underscore stands before
/// the letter that works with Alt.
#[derive(Debug)]
pub struct Texts {
    /// The window's title.
    pub title: &'static str,
    /// Before the portal's address.
    pub portal: &'static str,
    /// Before the company's name.
    pub company: &'static str,
    /// Before the agent's name.
    pub agent: &'static str,
    /// Headline while a code is asked for.
    pub ask: &'static str,
    /// What to type, and where it is found.
    pub ask_detail: &'static str,
    /// Headline while the code is redeemed.
    pub redeeming: &'static str,
    /// Headline while the release is checked.
    pub checking: &'static str,
    /// Headline while the app comes.
    pub downloading: &'static str,
    /// Headline while the app starts.
    pub starting: &'static str,
    /// Headline when the app has joined.
    pub done: &'static str,
    /// Headline of every error.
    pub failed: &'static str,
    /// While a cancelled step comes to its end.
    pub stopping: &'static str,
    /// What the app will ask before it shows anything.
    pub promise: &'static str,
    /// The entry's label.
    pub code: &'static str,
    /// The entry's label beside an error.
    pub other_code: &'static str,
    /// The entry's button.
    pub proceed: &'static str,
    /// Button.
    pub cancel: &'static str,
    /// Button.
    pub retry: &'static str,
    /// Button.
    pub close: &'static str,
    /// The progress bar's name.
    pub progress: &'static str,
    /// Between the bytes that have come and those that will.
    pub of: &'static str,
    /// The answer to `--help`.
    pub help: &'static str,
    /// After an argument that is not known.
    pub unknown_argument: &'static str,
}

/// The texts in a language.
pub const fn texts(language: Language) -> &'static Texts {
    match language {
        Language::De => &GERMAN,
        Language::En => &ENGLISH,
    }
}

static GERMAN: Texts = Texts {
    title: "Corporate Opener",
    portal: "Kundenportal",
    company: "Unternehmen",
    agent: "Supportmitarbeiter",
    ask: "Ihr Code",
    ask_detail: "Geben Sie den Code ein, der im Web-Chat neben dem Download steht oder den Ihnen \
                 Ihr Supportmitarbeiter nennt.",
    redeeming: "Verbindung zum Kundenportal …",
    checking: "Die App wird geprüft …",
    downloading: "Die App wird heruntergeladen …",
    starting: "Corporate Customer wird gestartet …",
    done: "Corporate Customer ist geöffnet.",
    failed: "Das hat nicht geklappt",
    stopping: "Wird abgebrochen …",
    promise: "Die App fragt Sie, bevor jemand Ihren Bildschirm sieht.",
    code: "_Code",
    other_code: "Anderer _Code",
    proceed: "_Weiter",
    cancel: "_Abbrechen",
    retry: "Erneut _versuchen",
    close: "_Schließen",
    progress: "Fortschritt",
    of: "von",
    help: "Aufruf: corporate-opener [--help | --version]\n\n\
           Öffnet eine Supportsitzung in der App Corporate Customer. Der Code der Sitzung steht im \
           Namen dieser Datei; steht dort keiner, fragt ein Fenster danach.\n\n\
           Rückgabewerte: 0 App geöffnet, 1 fehlgeschlagen, 2 falscher Aufruf, 3 abgebrochen",
    unknown_argument: "Dieses Argument gibt es nicht. Aufruf: corporate-opener [--help | --version]",
};

static ENGLISH: Texts = Texts {
    title: "Corporate Opener",
    portal: "Customer portal",
    company: "Company",
    agent: "Agent",
    ask: "Your code",
    ask_detail: "Enter the code that is shown beside the download in the web chat, or that your \
                 agent tells you.",
    redeeming: "Connecting to the customer portal …",
    checking: "Checking the app …",
    downloading: "Downloading the app …",
    starting: "Starting Corporate Customer …",
    done: "Corporate Customer is open.",
    failed: "That did not work",
    stopping: "Cancelling …",
    promise: "The app asks you before anybody sees your screen.",
    code: "C_ode",
    other_code: "Another c_ode",
    proceed: "Co_ntinue",
    cancel: "_Cancel",
    retry: "_Retry",
    close: "C_lose",
    progress: "Progress",
    of: "of",
    help: "Usage: corporate-opener [--help | --version]\n\n\
           Opens a support session in the app Corporate Customer. The session's code is in this \
           file's name; where there is none, a window asks for it.\n\n\
           Exit codes: 0 app opened, 1 failed, 2 wrong usage, 3 cancelled",
    unknown_argument: "There is no such argument. Usage: corporate-opener [--help | --version]",
};

/// Megabytes with one decimal place, written as the language does.
pub fn megabytes(bytes: u64, language: Language) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    let mark = if language == Language::De { ',' } else { '.' };
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_as_the_language_does() {
        assert_eq!(megabytes(12_345_678, Language::De), "12,3");
        assert_eq!(megabytes(12_345_678, Language::En), "12.3");
        assert_eq!(megabytes(0, Language::En), "0.0");
        assert_eq!(megabytes(999_999, Language::En), "1.0");
    }

    #[test]
    fn every_button_and_label_has_a_letter_of_its_own_where_it_is_shown() {
        for texts in [&GERMAN, &ENGLISH] {
            for label in [texts.code, texts.other_code] {
                let shown = [label, texts.proceed, texts.cancel, texts.retry, texts.close];
                let mut letters: Vec<char> = shown
                    .iter()
                    .map(|text| text.split_once('_').expect("a letter").1)
                    .filter_map(|rest| rest.to_lowercase().chars().next())
                    .collect();
                letters.sort_unstable();
                letters.dedup();
                assert_eq!(letters.len(), shown.len(), "{shown:?}");
            }
        }
    }
}
