//! Every word that a user reads, in German and English, in one place. Sentences about errors say
//! what has happened and what to do next.

mod errors;

use std::time::Duration;

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
    /// Headline while the user is asked whether to go on with a session.
    pub confirm: &'static str,
    /// When to go on, and what comes then.
    pub confirm_detail: &'static str,
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
    /// Headline while the proxy asks for a sign-in.
    pub sign_in_headline: &'static str,
    /// After the proxy has refused a sign-in.
    pub sign_in_refused: &'static str,
    /// The entry's label.
    pub user: &'static str,
    /// The entry's label.
    pub password: &'static str,
    /// Button.
    pub sign_in: &'static str,
    /// After an error where an older app is there.
    pub older_app_detail: &'static str,
    /// Button.
    pub use_older_app: &'static str,
    /// Headline while it is asked whether everything is to be removed.
    pub removal: &'static str,
    /// What is removed.
    pub removal_detail: &'static str,
    /// Button.
    pub remove: &'static str,
    /// Headline while it is removed.
    pub removing: &'static str,
    /// Headline when it has been removed.
    pub removed: &'static str,
    /// What is left.
    pub removed_detail: &'static str,
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
    /// The menu bar, where the system has one.
    pub menu: Menu,
    /// The answer to `--help`.
    pub help: &'static str,
    /// After an argument that is not known.
    pub unknown_argument: &'static str,
}

/// The texts of the menu bar.
#[derive(Debug)]
pub struct Menu {
    /// Ends the program.
    pub quit: &'static str,
    /// The menu of what follows.
    pub edit: &'static str,
    /// Takes the marked text away.
    pub cut: &'static str,
    /// Copies the marked text.
    pub copy: &'static str,
    /// Puts the copied text in.
    pub paste: &'static str,
    /// Marks all text.
    pub select_all: &'static str,
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
    confirm: "Kennen Sie diese Ansprechpartner?",
    confirm_detail: "Machen Sie nur weiter, wenn Sie mit ihnen in Kontakt sind. Danach öffnet sich \
                     die App. Sie fragt Sie, bevor jemand Ihren Bildschirm sieht.",
    redeeming: "Verbindung zum Kundenportal …",
    checking: "Die App wird geprüft …",
    downloading: "Die App wird heruntergeladen …",
    starting: "Corporate Customer wird gestartet …",
    done: "Corporate Customer ist geöffnet.",
    failed: "Das hat nicht geklappt",
    stopping: "Wird abgebrochen …",
    promise: "Die App fragt Sie, bevor jemand Ihren Bildschirm sieht.",
    sign_in_headline: "Anmeldung am Proxy",
    sign_in_refused: "Der Proxy hat Benutzername oder Kennwort nicht angenommen. Prüfen Sie beides, \
                      oder fragen Sie Ihre IT-Abteilung, ob der Proxy diese Art der Anmeldung \
                      (Basic) erlaubt.",
    user: "_Benutzername",
    password: "_Kennwort",
    sign_in: "An_melden",
    older_app_detail: "Sie können auch die App verwenden, die schon auf diesem Computer ist.",
    use_older_app: "_Frühere Version verwenden",
    removal: "Corporate Customer entfernen?",
    removal_detail: "Die App, Heruntergeladenes, die Verknüpfung mit Ihrem Browser und alles, was \
                     Corporate Customer sich auf diesem Computer gemerkt hat (auch, welche Version \
                     die neueste war), werden für Ihr Benutzerkonto gelöscht.",
    remove: "_Entfernen",
    removing: "Corporate Customer wird entfernt …",
    removed: "Corporate Customer ist entfernt",
    removed_detail: "Dateien, die Sie selbst heruntergeladen oder gespeichert haben, sind noch da.",
    code: "_Code",
    other_code: "Anderer _Code",
    proceed: "_Weiter",
    cancel: "_Abbrechen",
    retry: "_Erneut versuchen",
    close: "_Schließen",
    progress: "Fortschritt",
    menu: Menu {
        quit: "Corporate Opener beenden",
        edit: "Bearbeiten",
        cut: "Ausschneiden",
        copy: "Kopieren",
        paste: "Einsetzen",
        select_all: "Alles auswählen",
    },
    help: "Aufruf: corporate-opener [--help | --version | --uninstall [--quiet]]\n\n\
           Öffnet eine Supportsitzung in der App Corporate Customer. Der Code der Sitzung steht im \
           Namen dieser Datei; steht dort keiner, fragt ein Fenster danach.\n\n\
           --uninstall          entfernt nach Rückfrage die App und alles, was sie sich gemerkt hat\n\
           --uninstall --quiet  dasselbe ohne Fenster und ohne Rückfrage\n\n\
           Rückgabewerte: 0 App geöffnet oder entfernt, 1 fehlgeschlagen, 2 falscher \
           Aufruf, 3 abgebrochen",
    unknown_argument: "Dieses Argument gibt es nicht. Aufruf: corporate-opener [--help | --version \
                       | --uninstall [--quiet]]",
};

static ENGLISH: Texts = Texts {
    title: "Corporate Opener",
    portal: "Customer portal",
    company: "Company",
    agent: "Agent",
    ask: "Your code",
    ask_detail: "Enter the code that is shown beside the download in the web chat, or that your \
                 agent tells you.",
    confirm: "Do you know who this is?",
    confirm_detail: "Go on only if you are talking with them. After that the app opens. It asks you \
                     before anybody sees your screen.",
    redeeming: "Connecting to the customer portal …",
    checking: "Checking the app …",
    downloading: "Downloading the app …",
    starting: "Starting Corporate Customer …",
    done: "Corporate Customer is open.",
    failed: "That did not work",
    stopping: "Cancelling …",
    promise: "The app asks you before anybody sees your screen.",
    sign_in_headline: "Sign in to the proxy",
    sign_in_refused: "The proxy did not accept this user name and password. Check both, or ask your \
                      IT department whether the proxy allows this kind of sign-in (Basic).",
    user: "_User name",
    password: "_Password",
    sign_in: "_Sign in",
    older_app_detail: "You can also use the app that is already on this computer.",
    use_older_app: "_Use the earlier version",
    removal: "Remove Corporate Customer?",
    removal_detail: "The app, what was downloaded, the link with your browser and everything that \
                     Corporate Customer has remembered on this computer (which version was the \
                     newest, too) are deleted for your user account.",
    remove: "Re_move",
    removing: "Removing Corporate Customer …",
    removed: "Corporate Customer has been removed",
    removed_detail: "Files that you have downloaded or saved yourself are still there.",
    code: "C_ode",
    other_code: "Another c_ode",
    proceed: "Co_ntinue",
    cancel: "_Cancel",
    retry: "_Retry",
    close: "C_lose",
    progress: "Progress",
    menu: Menu {
        quit: "Quit Corporate Opener",
        edit: "Edit",
        cut: "Cut",
        copy: "Copy",
        paste: "Paste",
        select_all: "Select All",
    },
    help: "Usage: corporate-opener [--help | --version | --uninstall [--quiet]]\n\n\
           Opens a support session in the app Corporate Customer. The session's code is in this \
           file's name; where there is none, a window asks for it.\n\n\
           --uninstall          asks, then removes the app and all that it has remembered\n\
           --uninstall --quiet  the same without a window and without asking\n\n\
           Exit codes: 0 app opened or removed, 1 failed, 2 wrong usage, 3 cancelled",
    unknown_argument: "There is no such argument. Usage: corporate-opener [--help | --version \
                       | --uninstall [--quiet]]",
};

/// Megabytes with one decimal place, written as the language does.
pub fn megabytes(bytes: u64, language: Language) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    let mark = if language == Language::De { ',' } else { '.' };
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}

/// What has come and what will, in megabytes.
pub fn sizes(done_bytes: u64, total_bytes: u64, language: Language) -> String {
    let of = if language == Language::De { "von" } else { "of" };
    format!("{} {of} {} MB", megabytes(done_bytes, language), megabytes(total_bytes, language))
}

/// A share in percent, written as the language does.
pub fn percent(percent: u32, language: Language) -> String {
    if language == Language::De { format!("{percent} %") } else { format!("{percent}%") }
}

/// How long something will still take, no more exact than can be known.
pub fn time_left(left: Duration, language: Language) -> String {
    let german = language == Language::De;
    let seconds = left.as_secs();
    match seconds {
        0..10 if german => "noch wenige Sekunden".to_owned(),
        0..10 => "a few seconds left".to_owned(),
        10..=50 => {
            let tens = seconds.div_ceil(10) * 10;
            if german {
                format!("noch etwa {tens} Sekunden")
            } else {
                format!("about {tens} seconds left")
            }
        }
        51..90 if german => "noch etwa 1 Minute".to_owned(),
        51..90 => "about 1 minute left".to_owned(),
        _ => {
            let minutes = (seconds + 30) / 60;
            if german {
                format!("noch etwa {minutes} Minuten")
            } else {
                format!("about {minutes} minutes left")
            }
        }
    }
}

#[cfg(test)]
mod tests;
