//! Stands in for a window where there is none yet: macOS.

use corporate_protocol::{Code, Language};

use super::Outcome;
use crate::{Handoff, OpenerError};

/// Says that there is no window yet; touches no code, so that it can still be used elsewhere.
pub(super) fn run(_: Handoff, _: Option<Code>, _: Language) -> Result<Outcome, OpenerError> {
    Err(OpenerError::SystemUnsupported)
}
