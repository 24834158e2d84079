//! Phone mode: codes that agents read out and customers type in.

mod make;
mod redeem;
mod take_back;

pub(crate) use make::make;
pub(crate) use redeem::redeem;
pub(crate) use take_back::take_back;
