//! What the user reads about each error: what has happened, and what to do next.

use corporate_protocol::{ErrorCode, Language};

use super::megabytes;
use crate::OpenerError;

/// The sentences about an error. `portal` is the portal's address.
#[must_use]
pub fn sentence(error: &OpenerError, language: Language, portal: &str) -> String {
    match language {
        Language::De => german(error, portal),
        Language::En => english(error, portal),
    }
}

fn german(error: &OpenerError, portal: &str) -> String {
    use OpenerError as E;
    let fixed = match error {
        E::CodeInvalid => {
            "Das ist kein Code. Ein Code hat zwölf Buchstaben und Ziffern, zum Beispiel \
             K7QM-2XRB-9TFD. Bitte prüfen Sie ihn."
        }
        E::Portal(code) => german_problem(*code),
        E::Offline(_) => {
            return format!(
                "Das Kundenportal {portal} ist nicht erreichbar. Prüfen Sie Ihre \
                 Internetverbindung und versuchen Sie es erneut."
            );
        }
        E::Slow(_) => {
            "Das Kundenportal antwortet nicht rechtzeitig. Versuchen Sie es gleich noch einmal."
        }
        E::ProxySignIn => {
            "Der Proxy Ihres Netzwerks verlangt eine Anmeldung. Fragen Sie Ihre IT-Abteilung nach \
             den Zugangsdaten für den Proxy und versuchen Sie es danach erneut."
        }
        E::ProxyRefused(_) => {
            return format!(
                "Der Proxy Ihres Netzwerks lässt die Verbindung zu {portal} nicht zu. Bitten Sie \
                 Ihre IT-Abteilung, diese Adresse freizugeben."
            );
        }
        E::ProxyOffline(_) => {
            "Der Proxy Ihres Netzwerks ist nicht erreichbar. Prüfen Sie die Proxy-Einstellungen \
             und versuchen Sie es erneut."
        }
        E::ProxyInvalid => {
            "Die Proxy-Einstellung dieses Computers kann nicht verwendet werden. Nötig ist ein \
             HTTP-Proxy. Bitten Sie Ihre IT-Abteilung, sie zu ändern, und öffnen Sie diese Datei \
             dann noch einmal."
        }
        E::NotSecure(_) => {
            return format!(
                "Zu {portal} ist keine sichere Verbindung möglich. Prüfen Sie Datum und Uhrzeit \
                 Ihres Computers, sonst fragen Sie Ihre IT-Abteilung."
            );
        }
        E::Redirected(_) | E::AnswerUnreadable(_) => {
            return format!(
                "Nicht das Kundenportal {portal} hat geantwortet, sondern etwas auf dem Weg \
                 dorthin. Melden Sie sich im Browser am WLAN an, falls das nötig ist, und \
                 versuchen Sie es erneut."
            );
        }
        E::KeyMissing | E::SealInvalid(_) => {
            "Dieser Opener ist unvollständig gebaut und kann keine App prüfen. Bitte sagen Sie es \
             Ihrem Supportmitarbeiter."
        }
        E::SignatureInvalid | E::ManifestInvalid(_) => {
            "Die App des Kundenportals ist nicht gültig signiert und wird deshalb nicht gestartet. \
             Laden Sie den Opener im Web-Chat neu herunter. Hilft das nicht, sagen Sie es Ihrem \
             Supportmitarbeiter."
        }
        E::ReleaseOlder { .. } => {
            "Das Kundenportal bietet eine ältere App an als die, die Sie schon hatten. Zu Ihrer \
             Sicherheit wird sie nicht gestartet. Bitte sagen Sie es Ihrem Supportmitarbeiter."
        }
        E::NoAppForSystem { .. } => {
            "Für dieses Betriebssystem gibt es im Kundenportal keine App. Chatten Sie im Web-Chat \
             weiter."
        }
        E::DownloadRefused(_) => {
            "Das Kundenportal gibt die App gerade nicht heraus. Versuchen Sie es gleich noch \
             einmal, sonst sagen Sie es Ihrem Supportmitarbeiter."
        }
        E::DownloadBroken { done_bytes, total_bytes } => {
            return format!(
                "Der Download ist nach {} von {} MB abgebrochen. Versuchen Sie es erneut: Es geht \
                 dort weiter.",
                megabytes(*done_bytes, Language::De),
                megabytes(*total_bytes, Language::De)
            );
        }
        E::DownloadTooLarge | E::DownloadTampered => {
            "Die heruntergeladene App ist beschädigt oder wurde verändert. Sie wurde gelöscht und \
             nicht gestartet. Versuchen Sie es erneut, am besten in einem anderen Netzwerk."
        }
        E::FolderMissing => {
            "Für Ihr Benutzerkonto gibt es keinen Ordner für Programme. Melden Sie sich mit einem \
             gewöhnlichen Benutzerkonto an und öffnen Sie diese Datei noch einmal."
        }
        E::FolderUnsafe(path) => {
            return format!(
                "{} ist verändert worden oder gehört nicht Ihnen allein. Löschen Sie das und \
                 versuchen Sie es erneut.",
                path.display()
            );
        }
        E::DiskFull { .. } => {
            "Auf der Festplatte ist nicht genug Platz für die App. Schaffen Sie Platz und \
             versuchen Sie es erneut."
        }
        E::Folder { path, .. } => {
            return format!(
                "{} kann nicht gelesen oder geschrieben werden. Prüfen Sie, ob Sie das dürfen, \
                 und versuchen Sie es erneut.",
                path.display()
            );
        }
        E::AppNotStarted(_) => {
            "Ihr Computer hat die App nicht gestartet. Vielleicht hat ein Virenschutz sie \
             angehalten. Lassen Sie Corporate Customer dort zu und versuchen Sie es erneut."
        }
        E::AppEnded => {
            "Die App hat sich gleich wieder beendet. Fordern Sie im Web-Chat einen neuen Code an \
             und geben Sie ihn hier ein."
        }
        E::AppSilent => {
            "Die App ist nicht rechtzeitig in die Sitzung gekommen. Fordern Sie im Web-Chat einen \
             neuen Code an und geben Sie ihn hier ein."
        }
        E::AppRefused(code) => german_problem(*code),
        E::Internal => {
            "Im Opener ist etwas schiefgegangen. Fordern Sie im Web-Chat einen neuen Code an und \
             geben Sie ihn hier ein."
        }
        E::NoDisplay => {
            "Hier kann kein Fenster geöffnet werden. Öffnen Sie diese Datei auf dem Desktop."
        }
        E::SystemUnsupported => {
            "Ein Fenster für dieses Betriebssystem wird noch nicht unterstützt. Chatten Sie im \
             Web-Chat weiter."
        }
        E::Cancelled => {
            "Sie haben abgebrochen. Im Web-Chat bekommen Sie jederzeit einen neuen Code."
        }
    };
    fixed.to_owned()
}

const fn german_problem(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::CodeUnknown | ErrorCode::TicketUnknown | ErrorCode::NotFound => {
            "Diesen Code kennt das Kundenportal nicht. Prüfen Sie ihn und geben Sie ihn noch \
             einmal ein, oder fordern Sie im Web-Chat einen neuen an."
        }
        ErrorCode::CodeUsed | ErrorCode::TicketUsed => {
            "Dieser Code wurde schon verwendet. Fordern Sie im Web-Chat einen neuen an und geben \
             Sie ihn hier ein."
        }
        ErrorCode::CodeExpired | ErrorCode::TicketExpired => {
            "Dieser Code ist abgelaufen. Fordern Sie im Web-Chat einen neuen an und geben Sie ihn \
             hier ein."
        }
        ErrorCode::SessionEnded => {
            "Diese Sitzung ist beendet. Beginnen Sie im Kundenportal einen neuen Web-Chat."
        }
        ErrorCode::NotNow | ErrorCode::AlreadyTaken => {
            "Der Wechsel in die App ist gerade nicht möglich. Fragen Sie Ihren \
             Supportmitarbeiter im Web-Chat nach einem neuen Code."
        }
        ErrorCode::RateLimited => {
            "Es gab zu viele Versuche hintereinander. Warten Sie eine Minute und versuchen Sie es \
             erneut."
        }
        ErrorCode::VersionUnsupported => {
            "Dieser Opener ist zu alt. Laden Sie ihn im Web-Chat neu herunter."
        }
        ErrorCode::ReleaseMissing => {
            "Das Kundenportal hat für diesen Computer noch keine App. Bitte sagen Sie es Ihrem \
             Supportmitarbeiter, und chatten Sie im Web-Chat weiter."
        }
        ErrorCode::Unavailable => {
            "Das Kundenportal startet gerade neu. Versuchen Sie es in einer Minute erneut."
        }
        _ => {
            "Im Kundenportal ist etwas schiefgegangen. Versuchen Sie es erneut oder fordern Sie \
             im Web-Chat einen neuen Code an."
        }
    }
}

fn english(error: &OpenerError, portal: &str) -> String {
    use OpenerError as E;
    let fixed = match error {
        E::CodeInvalid => {
            "That is not a code. A code has twelve letters and digits, for example \
             K7QM-2XRB-9TFD. Please check it."
        }
        E::Portal(code) => english_problem(*code),
        E::Offline(_) => {
            return format!(
                "The customer portal {portal} can't be reached. Check your internet connection \
                 and try again."
            );
        }
        E::Slow(_) => "The customer portal does not answer in time. Try again in a moment.",
        E::ProxySignIn => {
            "Your network's proxy asks for a sign-in. Ask your IT department for the proxy's name \
             and password, then try again."
        }
        E::ProxyRefused(_) => {
            return format!(
                "Your network's proxy does not allow the connection to {portal}. Ask your IT \
                 department to allow this address."
            );
        }
        E::ProxyOffline(_) => {
            "Your network's proxy can't be reached. Check the proxy settings and try again."
        }
        E::ProxyInvalid => {
            "This computer's proxy setting can't be used; it has to be an HTTP proxy. Ask your IT \
             department to change it, then open this file again."
        }
        E::NotSecure(_) => {
            return format!(
                "No secure connection to {portal} is possible. Check your computer's date and \
                 time, or ask your IT department."
            );
        }
        E::Redirected(_) | E::AnswerUnreadable(_) => {
            return format!(
                "Something on the way to the customer portal {portal} has answered in its place. \
                 Sign in to the Wi-Fi in your browser if it asks for that, then try again."
            );
        }
        E::KeyMissing | E::SealInvalid(_) => {
            "This opener was built incompletely and can't check any app. Please tell your agent."
        }
        E::SignatureInvalid | E::ManifestInvalid(_) => {
            "The customer portal's app is not validly signed and was not started. Download the \
             opener again in the web chat. If that does not help, tell your agent."
        }
        E::ReleaseOlder { .. } => {
            "The customer portal offers an older app than the one you had before. For your safety \
             it was not started. Please tell your agent."
        }
        E::NoAppForSystem { .. } => {
            "The customer portal has no app for this operating system. Go on in the web chat."
        }
        E::DownloadRefused(_) => {
            "The customer portal does not hand out the app at the moment. Try again shortly, or \
             tell your agent."
        }
        E::DownloadBroken { done_bytes, total_bytes } => {
            return format!(
                "The download broke off after {} of {} MB. Try again: it goes on from there.",
                megabytes(*done_bytes, Language::En),
                megabytes(*total_bytes, Language::En)
            );
        }
        E::DownloadTooLarge | E::DownloadTampered => {
            "The downloaded app is damaged or was changed on the way. It was deleted and not \
             started. Try again, preferably on another network."
        }
        E::FolderMissing => {
            "Your user account has no folder for programs. Sign in with an ordinary user account \
             and open this file again."
        }
        E::FolderUnsafe(path) => {
            return format!(
                "{} was changed or is not yours alone. Delete it and try again.",
                path.display()
            );
        }
        E::DiskFull { .. } => {
            "There is not enough space on the disk for the app. Make room and try again."
        }
        E::Folder { path, .. } => {
            return format!(
                "{} can't be read or written. Check that you are allowed to, and try again.",
                path.display()
            );
        }
        E::AppNotStarted(_) => {
            "Your computer did not start the app. An antivirus program may have stopped it. Allow \
             Corporate Customer there and try again."
        }
        E::AppEnded => {
            "The app closed again at once. Ask for a new code in the web chat and enter it here."
        }
        E::AppSilent => {
            "The app did not join the session in time. Ask for a new code in the web chat and \
             enter it here."
        }
        E::AppRefused(code) => english_problem(*code),
        E::Internal => {
            "Something failed in the opener. Ask for a new code in the web chat and enter it here."
        }
        E::NoDisplay => "No window can be opened here. Open this file on the desktop.",
        E::SystemUnsupported => {
            "A window for this operating system is not supported yet. Go on in the web chat."
        }
        E::Cancelled => "You have cancelled. You get a new code in the web chat at any time.",
    };
    fixed.to_owned()
}

const fn english_problem(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::CodeUnknown | ErrorCode::TicketUnknown | ErrorCode::NotFound => {
            "The customer portal does not know this code. Check it and enter it again, or ask for \
             a new one in the web chat."
        }
        ErrorCode::CodeUsed | ErrorCode::TicketUsed => {
            "This code has been used already. Ask for a new one in the web chat and enter it here."
        }
        ErrorCode::CodeExpired | ErrorCode::TicketExpired => {
            "This code has expired. Ask for a new one in the web chat and enter it here."
        }
        ErrorCode::SessionEnded => {
            "This session is over. Start a new web chat in the customer portal."
        }
        ErrorCode::NotNow | ErrorCode::AlreadyTaken => {
            "Going on in the app is not possible right now. Ask your agent in the web chat for a \
             new code."
        }
        ErrorCode::RateLimited => {
            "There were too many tries in a row. Wait a minute and try again."
        }
        ErrorCode::VersionUnsupported => {
            "This opener is too old. Download it again in the web chat."
        }
        ErrorCode::ReleaseMissing => {
            "The customer portal has no app for this computer yet. Please tell your agent, and go \
             on in the web chat."
        }
        ErrorCode::Unavailable => "The customer portal is restarting. Try again in a minute.",
        _ => {
            "Something failed in the customer portal. Try again, or ask for a new code in the web \
             chat."
        }
    }
}

#[cfg(test)]
mod tests;
