//! The hand-off from the programs' side: no cookies, no pages.

mod join;
mod redeem;

use corporate_protocol::{ErrorCode, Machine};

pub(crate) use join::join;
pub(crate) use redeem::redeem;

/// Refuses a machine whose words would not fit into a log.
fn check(machine: &Machine) -> Result<(), ErrorCode> {
    let fits = |text: &str| {
        (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
    };
    if fits(&machine.arch) && fits(&machine.version) { Ok(()) } else { Err(ErrorCode::BadRequest) }
}
