//! The hand-off as an installed app does it for a link: a code becomes a ticket, and a ticket that
//! waits for the customer's answer is exchanged for a fresh one. The release that the portal tells
//! along is for the opener, which alone installs anything.

use corporate_protocol::{
    Code, Language, Machine, PortalOrigin, RedeemRequest, RedeemResponse, RenewRequest,
    RenewResponse, Ticket, limits,
};

use crate::LinkError;
use crate::http::post;

/// Bytes of an answer: a manifest doubled by JSON's escapes, and room for the rest.
const ANSWER_BYTES: u64 = 2 * limits::MANIFEST_BYTES as u64 + 16 * 1024;

/// What a code has brought.
#[derive(Clone, Debug)]
pub struct Redeemed {
    /// For [`join`](crate::join), once, within five minutes.
    pub ticket: Ticket,
    /// The company, as the portal's account names it.
    pub company: String,
    /// The agent who offered the hand-off.
    pub agent: String,
    /// The customer's language.
    pub language: Language,
}

/// Shows a code to the portal. Works once; a second attempt is refused and logged there.
///
/// # Errors
/// [`LinkError::Refused`] with `code_unknown`, `code_used`, `code_expired` and the like, or what
/// else stood in the way.
pub async fn redeem(
    origin: &PortalOrigin,
    code: Code,
    machine: Machine,
) -> Result<Redeemed, LinkError> {
    let request = RedeemRequest { code, machine };
    let answer: RedeemResponse =
        post(origin, "/api/v1/handoff/redeem", &request, ANSWER_BYTES).await?;
    let RedeemResponse { ticket, company, agent, language, .. } = answer;
    Ok(Redeemed { ticket, company, agent: agent.as_str().to_owned(), language })
}

/// Exchanges a ticket for a fresh one, while its hand-off stands. The old one is used up.
///
/// # Errors
/// As [`join`](crate::join).
pub async fn renew(origin: &PortalOrigin, ticket: Ticket) -> Result<Ticket, LinkError> {
    let request = RenewRequest { ticket };
    let answer: RenewResponse =
        post(origin, "/api/v1/handoff/renew", &request, ANSWER_BYTES).await?;
    Ok(answer.ticket)
}
