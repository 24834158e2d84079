//! The hand-off from the programs' side: no cookies, no pages.

mod join;
mod redeem;
mod renew;

use std::future::Future;

use corporate_protocol::{ErrorCode, Machine};

pub(crate) use join::join;
pub(crate) use redeem::redeem;
pub(crate) use renew::renew;

use crate::sessions::SessionError;
use crate::state::Services;
use crate::web::Failure;

/// Does something to its end, also where the program that asked hangs up or waits no longer:
/// a code that is used up and led nowhere would leave the log behind what has happened.
async fn to_the_end<T: Send + 'static>(
    services: &Services,
    work: impl Future<Output = Result<T, SessionError>> + Send + 'static,
) -> Result<T, Failure> {
    match services.tasks.spawn(work).await {
        Ok(done) => Ok(done?),
        Err(error) => {
            tracing::error!(%error, "a hand-off's step did not end");
            Err(ErrorCode::Internal.into())
        }
    }
}

/// Refuses a machine whose words would not fit into a log.
fn check(machine: &Machine) -> Result<(), ErrorCode> {
    let fits = |text: &str| {
        (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
    };
    if fits(&machine.arch) && fits(&machine.version) { Ok(()) } else { Err(ErrorCode::BadRequest) }
}
