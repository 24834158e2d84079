//! The sentences about errors in English.

use corporate_protocol::{ErrorCode, Language};

use crate::OpenerError;
use crate::texts::megabytes;

pub(super) fn sentence(error: &OpenerError, portal: &str) -> String {
    use OpenerError as E;
    let fixed = match error {
        E::CodeInvalid => {
            "That is not a code. A code has twelve letters and digits, for example \
             K7QM-2XRB-9TFD. Please check it."
        }
        E::Portal(code) | E::AppRefused(code) => problem(*code),
        E::Offline(_) => {
            return format!(
                "The customer portal {portal} can't be reached. Check your internet connection \
                 and try again."
            );
        }
        E::Slow(_) => "The customer portal does not answer in time. Try again in a moment.",
        E::ProxySignIn(proxy) => {
            return format!(
                "Your network's proxy {proxy} asks for a sign-in. Enter the user name and password \
                 that your IT department gave you for it. They are sent to this proxy alone and \
                 not kept."
            );
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
        E::ProxyScript(_) => {
            return format!(
                "The customer portal {portal} can't be reached directly, and this computer's \
                 automatic proxy setting can't be evaluated here. Ask your IT department for the \
                 proxy's address, enter it in the system settings and try again."
            );
        }
        E::ProxyInvalid(_) => {
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
        E::OriginUnknown(error) => {
            let place = error.place().map(|place| format!(" ({place})")).unwrap_or_default();
            return format!(
                "The address of the customer portal is set wrongly on this \
                 computer{place}. Ask your IT department to correct it."
            );
        }
        E::KeyRetired => {
            "The customer portal's app is signed with a key that is no longer valid, \
             and was not started. Download the opener again in the web chat. If that \
             does not help, tell your agent."
        }
        E::AppOpen => "Corporate Customer is still open. Close it and try again.",
        E::SignatureInvalid | E::ManifestInvalid(_) => {
            "The customer portal's app is not validly signed and was not started. Download the \
             opener again in the web chat. If that does not help, tell your agent."
        }
        E::ReleaseOlder { .. } => {
            "The customer portal offers an older app than the one you had before. For your safety \
             it was not started. Please tell your agent."
        }
        E::ReleaseOfTheFuture { .. } => {
            "By this computer's clock the customer portal's app was made in the future. Check date \
             and time and try again. If both are right, please tell your agent."
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
        E::Internal => {
            "Something failed in the opener. Ask for a new code in the web chat and enter it here."
        }
        E::NoDisplay => "No window can be opened here. Open this file on the desktop.",
        E::Cancelled => "You have cancelled. You get a new code in the web chat at any time.",
    };
    fixed.to_owned()
}

const fn problem(code: ErrorCode) -> &'static str {
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
