//! The sentences about errors in German.

use corporate_protocol::{ErrorCode, Language};

use crate::OpenerError;
use crate::texts::megabytes;

pub(super) fn sentence(error: &OpenerError, portal: &str) -> String {
    use OpenerError as E;
    let fixed = match error {
        E::CodeInvalid => {
            "Das ist kein Code. Ein Code hat zwölf Buchstaben und Ziffern, zum Beispiel \
             K7QM-2XRB-9TFD. Bitte prüfen Sie ihn."
        }
        E::Portal(code) | E::AppRefused(code) => problem(*code),
        E::Offline(_) => {
            return format!(
                "Das Kundenportal {portal} ist nicht erreichbar. Prüfen Sie Ihre \
                 Internetverbindung und versuchen Sie es erneut."
            );
        }
        E::Slow(_) => {
            "Das Kundenportal antwortet nicht rechtzeitig. Versuchen Sie es gleich noch einmal."
        }
        E::ProxySignIn(proxy) => {
            return format!(
                "Der Proxy {proxy} Ihres Netzwerks verlangt eine Anmeldung. Geben Sie den \
                 Benutzernamen und das Kennwort ein, die Sie dafür von Ihrer IT-Abteilung haben. \
                 Beides geht nur an diesen Proxy und wird nicht gespeichert."
            );
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
        E::ProxyScript(_) => {
            return format!(
                "Das Kundenportal {portal} ist nicht direkt erreichbar, und die automatische \
                 Proxy-Einstellung dieses Computers kann hier nicht ausgewertet werden. Fragen Sie \
                 Ihre IT-Abteilung nach der Adresse des Proxys, tragen Sie sie in den \
                 Systemeinstellungen ein und versuchen Sie es erneut."
            );
        }
        E::ProxyInvalid(_) => {
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
        E::OriginUnknown(error) => {
            let place = error.place().map(|place| format!(" ({place})")).unwrap_or_default();
            return format!(
                "Die Adresse des Kundenportals ist auf diesem Computer falsch \
                 eingestellt{place}. Bitten Sie Ihre IT-Abteilung, sie zu \
                 berichtigen."
            );
        }
        E::KeyRetired => {
            "Die App des Kundenportals ist mit einem Schlüssel signiert, der nicht \
             mehr gilt, und wurde nicht gestartet. Laden Sie den Opener im Web-Chat \
             noch einmal herunter. Hilft das nicht, sagen Sie es Ihrem \
             Supportmitarbeiter."
        }
        E::AppOpen => {
            "Corporate Customer ist noch geöffnet. Schließen Sie die App und versuchen Sie es noch \
             einmal."
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
        E::ReleaseOfTheFuture { .. } => {
            "Die App des Kundenportals ist laut der Uhr dieses Computers erst in der Zukunft \
             entstanden. Prüfen Sie Datum und Uhrzeit und versuchen Sie es erneut. Stimmen beide, \
             sagen Sie es bitte Ihrem Supportmitarbeiter."
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
        E::Internal => {
            "Im Opener ist etwas schiefgegangen. Fordern Sie im Web-Chat einen neuen Code an und \
             geben Sie ihn hier ein."
        }
        E::NoDisplay => {
            "Hier kann kein Fenster geöffnet werden. Öffnen Sie diese Datei auf dem Desktop."
        }
        E::Cancelled => {
            "Sie haben abgebrochen. Im Web-Chat bekommen Sie jederzeit einen neuen Code."
        }
    };
    fixed.to_owned()
}

const fn problem(code: ErrorCode) -> &'static str {
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
            "Das Upgrade auf die App ist gerade nicht möglich. Fragen Sie Ihren \
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
