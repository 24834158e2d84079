//! Session reports, for those with the right to them.

mod list;
mod one;

use corporate_protocol::ErrorCode;

pub(crate) use list::list;
pub(crate) use one::one;

use crate::web::SignedIn;

fn check(signed_in: &SignedIn) -> Result<(), ErrorCode> {
    if signed_in.agent.may_open_reports { Ok(()) } else { Err(ErrorCode::NotAllowed) }
}
