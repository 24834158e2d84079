//! Joining: a one-time ticket becomes the app's own credential for one session.

use corporate_protocol::{
    ChatAfterUpgrade, Credential, JoinRequest, JoinResponse, Language, Machine, PortalOrigin,
    SessionId, Ticket,
};

use crate::LinkError;
use crate::http::post;

/// Bytes of the portal's answer.
const ANSWER_BYTES: u64 = 16 * 1024;

/// What joining has brought.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The session.
    pub session: SessionId,
    /// For every further request in it.
    pub credential: Credential,
    /// The company, as the portal's account names it.
    pub company: String,
    /// The customer's language.
    pub language: Language,
    /// Whether the app shows a chat window.
    pub chat_after: ChatAfterUpgrade,
}

/// Redeems a ticket at the portal. Works once; a second attempt is refused and logged there.
///
/// # Errors
/// [`LinkError::Refused`] with `ticket_unknown`, `ticket_used`, `ticket_expired` and the like,
/// or what else stood in the way.
pub async fn join(
    origin: &PortalOrigin,
    ticket: Ticket,
    machine: Machine,
) -> Result<Joined, LinkError> {
    let request = JoinRequest { ticket, machine };
    let answer: JoinResponse = post(origin, "/api/v1/handoff/join", &request, ANSWER_BYTES).await?;
    let JoinResponse { session, credential, company, language, chat_after } = answer;
    Ok(Joined { session, credential, company, language, chat_after })
}
