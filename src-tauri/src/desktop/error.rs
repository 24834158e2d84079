//! What a page gets when a command fails: a code, which it has a sentence for.

use corporate_link::LinkError;
use corporate_protocol::ErrorCode;
use serde::Serialize;

use crate::handoff::wire_name;

/// `{ "code": "…" }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code}")]
pub(crate) struct CommandError {
    code: String,
}

impl CommandError {
    /// A code of the app's own.
    pub(crate) fn of_app(code: &str) -> Self {
        Self { code: code.to_owned() }
    }
}

impl From<ErrorCode> for CommandError {
    fn from(code: ErrorCode) -> Self {
        Self { code: wire_name(code) }
    }
}

impl From<LinkError> for CommandError {
    fn from(error: LinkError) -> Self {
        error.own_problem().map_or_else(|| error.code().into(), Self::of_app)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_the_code_and_nothing_else() {
        let error = CommandError::from(ErrorCode::NotNow);
        assert_eq!(serde_json::to_string(&error).expect("JSON"), r#"{"code":"not_now"}"#);
    }
}
