//! Every error has a sentence in both languages.

use std::collections::HashSet;
use std::io;

use corporate_policy::PolicyError;
use corporate_protocol::ErrorCode;
use corporate_proxy::{Proxy, ProxyError};

use super::*;

const PORTAL: &str = "https://support.example.com";

/// One error of every variant. A new variant does not compile in `german` and `english` until it
/// has its sentences; this list makes sure that they are read, too.
fn every_error() -> Vec<OpenerError> {
    use OpenerError as E;
    let network = || Box::new(ureq::Error::HostNotFound);
    let system = || io::Error::from(io::ErrorKind::PermissionDenied);
    let mut errors = vec![
        E::CodeInvalid,
        E::Offline(network()),
        E::Slow(network()),
        E::ProxySignIn(Proxy::parse("http://proxy.example:3128").expect("a proxy")),
        E::ProxyRefused(String::new()),
        E::ProxyOffline(network()),
        E::ProxyScript(network()),
        E::ProxyInvalid(ProxyError::AddressInvalid),
        E::NotSecure(network()),
        E::Redirected(302),
        E::AnswerUnreadable(String::new()),
        E::KeyMissing,
        E::SealInvalid("key"),
        E::OriginUnknown(PolicyError::Unsafe { place: "/etc/policy" }),
        E::KeyRetired,
        E::AppOpen,
        E::SignatureInvalid,
        E::ManifestInvalid("reason"),
        E::ReleaseOlder { offered: 1, seen: 2 },
        E::ReleaseOfTheFuture { offered: 3 },
        E::NoAppForSystem { system: "linux", arch: "x86_64" },
        E::DownloadRefused(404),
        E::DownloadBroken { done_bytes: 1, total_bytes: 2 },
        E::DownloadTooLarge,
        E::DownloadTampered,
        E::FolderMissing,
        E::FolderUnsafe("/data".into()),
        E::DiskFull { path: "/data".into(), source: system() },
        E::Folder { path: "/data".into(), source: system() },
        E::AppNotStarted(system()),
        E::AppEnded,
        E::AppSilent,
        E::Internal,
        E::NoDisplay,
        E::Cancelled,
    ];
    errors.extend(ErrorCode::ALL.iter().map(|code| E::Portal(*code)));
    errors.extend(ErrorCode::ALL.iter().map(|code| E::AppRefused(*code)));
    errors
}

#[test]
fn every_error_has_whole_sentences_in_both_languages() {
    for error in every_error() {
        let [german, english] =
            [Language::De, Language::En].map(|language| sentence(&error, language, PORTAL));
        for text in [&german, &english] {
            assert!(text.len() > 30 && text.ends_with('.'), "{error:?}: {text}");
            assert!(!text.contains("  ") && !text.contains('\n'), "{error:?}: {text}");
        }
        assert_ne!(german, english, "{error:?}");
    }
}

#[test]
fn the_user_is_never_shown_internals() {
    for error in every_error() {
        for language in [Language::De, Language::En] {
            let text = sentence(&error, language, PORTAL);
            for word in ["SHA", "JSON", "manifest", "status", "302", "ticket", "Ticket"] {
                assert!(!text.contains(word), "{error:?}: {text}");
            }
        }
    }
}

#[test]
fn the_codes_that_a_customer_meets_have_sentences_of_their_own() {
    let met = [
        ErrorCode::CodeUnknown,
        ErrorCode::CodeUsed,
        ErrorCode::CodeExpired,
        ErrorCode::SessionEnded,
        ErrorCode::NotNow,
        ErrorCode::RateLimited,
        ErrorCode::VersionUnsupported,
        ErrorCode::ReleaseMissing,
        ErrorCode::Unavailable,
        ErrorCode::Internal,
    ];
    for language in [Language::De, Language::En] {
        let texts: HashSet<String> = met
            .iter()
            .map(|code| sentence(&OpenerError::Portal(*code), language, PORTAL))
            .collect();
        assert_eq!(texts.len(), met.len());
    }
}
