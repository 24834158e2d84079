//! Shows a code to the portal, once, and gets the ticket and the release for it.

use corporate_protocol::{Code, Machine, Problem, RedeemRequest, RedeemResponse, limits};

use serde::de::DeserializeOwned;

use crate::OpenerError;
use crate::network::{Answer, Network};

/// Where codes are redeemed.
const PATH: &str = "/api/v1/handoff/redeem";
/// An answer's size: a manifest doubled by JSON's escapes, and room for the rest.
const ANSWER_BYTES: u64 = 2 * limits::MANIFEST_BYTES as u64 + 16 * 1024;

/// Redeems a code.
pub(crate) fn redeem(
    network: &Network,
    code: &Code,
    machine: &Machine,
) -> Result<RedeemResponse, OpenerError> {
    let request = RedeemRequest { code: code.clone(), machine: machine.clone() };
    read(&network.post(PATH, &request, ANSWER_BYTES)?)
}

/// Reads what the portal gives, or why it refuses.
pub(crate) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, OpenerError> {
    if answer.status.is_success() {
        return serde_json::from_slice(&answer.body)
            .map_err(|_| OpenerError::AnswerUnreadable(format!("status {}", answer.status)));
    }
    match serde_json::from_slice::<Problem>(&answer.body) {
        Ok(problem) => Err(OpenerError::Portal(problem.code)),
        Err(_) => Err(OpenerError::AnswerUnreadable(format!("status {}", answer.status))),
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::ErrorCode;
    use ureq::http::StatusCode;

    use super::*;

    fn refusal(status: u16, body: &str) -> OpenerError {
        let status = StatusCode::from_u16(status).expect("a status");
        read::<RedeemResponse>(&Answer { status, body: body.as_bytes().to_vec() })
            .expect_err("a refusal")
    }

    #[test]
    fn a_problem_is_told_by_its_code() {
        let body = serde_json::to_string(&Problem::new(ErrorCode::CodeUsed)).expect("a problem");
        assert!(matches!(refusal(410, &body), OpenerError::Portal(ErrorCode::CodeUsed)));
    }

    #[test]
    fn pages_of_filters_and_half_answers_are_no_answers() {
        for (status, body) in [
            (200, "<html>Please sign in to the Wi-Fi</html>"),
            (200, r#"{"ticket":"short"}"#),
            (403, "<html>blocked</html>"),
            (502, ""),
            (410, r#"{"code":"made_up","title":"","status":410}"#),
        ] {
            let error = refusal(status, body);
            assert!(matches!(error, OpenerError::AnswerUnreadable(_)), "{status} {body}: {error}");
        }
    }
}
