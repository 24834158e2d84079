//! Everything that can keep a hand-off from reaching the app, and what the user can do about it.
//! The sentences that users read are in `texts`; the ones here are for logs and developers.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use corporate_policy::PolicyError;
use corporate_protocol::ErrorCode;
use corporate_proxy::{Proxy, ProxyError};

/// Why the app was not started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenerError {
    /// What was typed is no code.
    #[error("that is not a hand-off code")]
    CodeInvalid,
    /// The portal answered with a problem of its own list.
    #[error("the portal refused: {0}")]
    Portal(ErrorCode),
    /// The portal could not be reached.
    #[error("the portal could not be reached")]
    Offline(#[source] Box<ureq::Error>),
    /// The portal, or something on the way, took too long.
    #[error("the portal took too long to answer")]
    Slow(#[source] Box<ureq::Error>),
    /// The proxy wants a name and a password, or other ones.
    #[error("the proxy {0} asks for a sign-in")]
    ProxySignIn(Proxy),
    /// The proxy does not let the opener through to the portal.
    #[error("the proxy refused the connection: {0}")]
    ProxyRefused(String),
    /// The proxy itself could not be reached.
    #[error("the proxy could not be reached")]
    ProxyOffline(#[source] Box<ureq::Error>),
    /// A script of the system's settings was to name the proxy, could not be evaluated here, and
    /// without a proxy the portal could not be reached.
    #[error("the proxy script could not be evaluated, and there is no way without a proxy")]
    ProxyScript(#[source] Box<ureq::Error>),
    /// The proxy's address can't be used.
    #[error("the proxy's address can't be used")]
    ProxyInvalid(#[from] ProxyError),
    /// No secure connection came about, most often for a certificate that is not accepted.
    #[error("no secure connection came about")]
    NotSecure(#[source] Box<ureq::Error>),
    /// The portal wanted to send the opener somewhere else.
    #[error("the answer was a redirect, which is never followed (status {0})")]
    Redirected(u16),
    /// The answer is none that a portal gives.
    #[error("the answer is not one of a portal: {0}")]
    AnswerUnreadable(String),
    /// The opener was built without a release key.
    #[error("this opener was built without a release key")]
    KeyMissing,
    /// The opener was built with a bad key.
    #[error("this opener was built with a bad {0}")]
    SealInvalid(&'static str),
    /// The opener does not know its portal: its seal or the administrator's policy is wrong.
    #[error("no portal is known")]
    OriginUnknown(#[source] PolicyError),
    /// The release is not signed by a sealed key.
    #[error("the release is not signed with a key of this opener")]
    SignatureInvalid,
    /// The only sealed keys that have signed the release were retired.
    #[error("the release is signed with a retired key")]
    KeyRetired,
    /// The signed text is no manifest that this opener understands.
    #[error("the release can't be used: {0}")]
    ManifestInvalid(&'static str),
    /// A newer release was seen before.
    #[error("the release of {offered} is older than the one of {seen} seen before")]
    ReleaseOlder {
        /// When the offered release was made, milliseconds since 1970.
        offered: i64,
        /// When the newest release seen so far was made.
        seen: i64,
    },
    /// The release was made later than now, or the clock of this machine is wrong.
    #[error("the release of {offered} was made later than now")]
    ReleaseOfTheFuture {
        /// When the offered release was made, milliseconds since 1970.
        offered: i64,
    },
    /// The release has no app for this machine.
    #[error("the release has no app for {system} on {arch}")]
    NoAppForSystem {
        /// The operating system.
        system: &'static str,
        /// The processor.
        arch: &'static str,
    },
    /// The portal does not hand out the app.
    #[error("the download was refused (status {0})")]
    DownloadRefused(u16),
    /// The connection broke during the download, again and again.
    #[error("the download broke off at {done_bytes} of {total_bytes} bytes")]
    DownloadBroken {
        /// What has arrived and is kept.
        done_bytes: u64,
        /// What the release says.
        total_bytes: u64,
    },
    /// More was sent than the release says.
    #[error("the download is larger than the release says")]
    DownloadTooLarge,
    /// What was sent is not what the release says.
    #[error("the download is not the file of the release")]
    DownloadTampered,
    /// An app is still open, so that nothing can be removed.
    #[error("an app is still open")]
    AppOpen,
    /// There is no folder to keep programs of this user in.
    #[error("this user has no folder for programs")]
    FolderMissing,
    /// Something in the folder is not what the opener would have put there.
    #[error("{0} is not a private file or folder of this user")]
    FolderUnsafe(PathBuf),
    /// There is no room for the app.
    #[error("no space is left for {path}")]
    DiskFull {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading or writing below the folder failed.
    #[error("{path} could not be used")]
    Folder {
        /// What was being read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system did not start the app.
    #[error("the app could not be started")]
    AppNotStarted(#[source] io::Error),
    /// The app ended, or said something else, before it joined.
    #[error("the app ended before it joined")]
    AppEnded,
    /// The app did not say in time whether it has joined.
    #[error("the app did not answer in time")]
    AppSilent,
    /// The app was not let into the session.
    #[error("the app was not let into the session: {0}")]
    AppRefused(ErrorCode),
    /// The worker stopped by a fault of this program.
    #[error("the opener failed inside")]
    Internal,
    /// No window can be shown here.
    #[error("there is no display to show a window on")]
    NoDisplay,
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// What can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The same again.
    Retry,
    /// The same again with a name and a password for the proxy.
    ProxySignIn,
    /// Another code.
    NewCode,
    /// Nothing that the user could do in this window.
    Nothing,
}

impl OpenerError {
    /// What can help against this error.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Offline(_)
            | Self::Slow(_)
            | Self::ProxyRefused(_)
            | Self::ProxyOffline(_)
            | Self::ProxyScript(_)
            | Self::NotSecure(_)
            | Self::Redirected(_)
            | Self::AnswerUnreadable(_)
            | Self::DownloadRefused(_)
            | Self::DownloadBroken { .. }
            | Self::DownloadTooLarge
            | Self::DownloadTampered
            | Self::FolderUnsafe(_)
            | Self::DiskFull { .. }
            | Self::Folder { .. }
            | Self::AppNotStarted(_)
            | Self::AppOpen
            | Self::ReleaseOfTheFuture { .. }
            | Self::Portal(
                ErrorCode::RateLimited
                | ErrorCode::Internal
                | ErrorCode::Unavailable
                | ErrorCode::ReleaseMissing,
            ) => Remedy::Retry,
            Self::ProxySignIn(_) => Remedy::ProxySignIn,
            Self::CodeInvalid
            | Self::Portal(_)
            | Self::AppEnded
            | Self::AppSilent
            | Self::AppRefused(_)
            | Self::Internal
            | Self::Cancelled => Remedy::NewCode,
            Self::SignatureInvalid
            | Self::KeyRetired
            | Self::ManifestInvalid(_)
            | Self::ReleaseOlder { .. }
            | Self::NoAppForSystem { .. }
            | Self::KeyMissing
            | Self::SealInvalid(_)
            | Self::OriginUnknown(_)
            | Self::ProxyInvalid(_)
            | Self::FolderMissing
            | Self::NoDisplay => Remedy::Nothing,
        }
    }

    /// Whether the same hand-off can go on after it.
    pub(crate) const fn can_go_on(&self) -> bool {
        matches!(self.remedy(), Remedy::Retry | Remedy::ProxySignIn)
    }

    /// The error and what caused it in one line, for whoever helps the user. Holds no secrets.
    pub fn with_causes(&self) -> String {
        let mut line = self.to_string();
        let mut next = self.source();
        while let Some(cause) = next {
            line.push_str(": ");
            line.push_str(&cause.to_string());
            next = cause.source();
        }
        line
    }

    /// The error of a file system call on `path`.
    pub(crate) fn folder(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path, source }
            }
            _ => Self::Folder { path, source },
        }
    }
}
