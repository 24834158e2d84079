//! What managers and administrators do: the account's settings, its queues, its agents. Checks what
//! arrives, decides which of the two may do it, and has it kept together with an entry of the audit
//! list. Called by controllers behind the right of a manager; the command line uses the store.

pub(crate) mod agents;
pub(crate) mod leaving;
pub(crate) mod queues;
pub(crate) mod settings;

use corporate_protocol::ErrorCode;
use corporate_protocol::settings::SettingError;

use crate::agents::SignInError;
use crate::sessions::SessionError;
use crate::store::StoreError;

/// Why something was not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ManageError {
    /// It may not be done, or not like this.
    #[error("refused: {code}")]
    Refused {
        /// Why.
        code: ErrorCode,
        /// The field that is meant, where it is one.
        field: Option<String>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A session could not be left.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] SignInError),
}

impl From<ErrorCode> for ManageError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused { code, field: None }
    }
}

impl From<SettingError> for ManageError {
    fn from(SettingError(field): SettingError) -> Self {
        refused(ErrorCode::SettingInvalid, field)
    }
}

fn refused(code: ErrorCode, field: impl Into<String>) -> ManageError {
    ManageError::Refused { code, field: Some(field.into()) }
}
