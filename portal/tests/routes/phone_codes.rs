//! `/api/v1/phone-codes…`

mod make;
mod redeem;
