//! Why no portal could be told.

use std::io;

use crate::AddressError;

/// Why a program does not know which portal it talks to. It must not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The program was built with an address that can't be a portal's.
    #[error("the address sealed into this program can't be used")]
    Seal(#[source] AddressError),
    /// There is a policy that the system does not let this program read.
    #[error("the policy in {place} can't be read")]
    Unreadable {
        /// Where the policy is.
        place: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// Somebody other than the administrator could have written the policy.
    #[error("the policy in {place} is not the administrator's alone")]
    Unsafe {
        /// Where the policy is.
        place: &'static str,
    },
    /// The policy has another form than the one that is documented.
    #[error("the policy in {place} has another form than it must have: {reason}")]
    Form {
        /// Where the policy is.
        place: &'static str,
        /// What is wrong, in English.
        reason: &'static str,
    },
    /// The policy's address can't be a portal's.
    #[error("the policy in {place} names an address that can't be used")]
    Address {
        /// Where the policy is.
        place: &'static str,
        /// What is wrong with the address.
        source: AddressError,
    },
}

impl PolicyError {
    /// Where the policy is that has to be put right; `None` where it is the program itself.
    pub const fn place(&self) -> Option<&'static str> {
        match self {
            Self::Seal(_) => None,
            Self::Unreadable { place, .. }
            | Self::Unsafe { place }
            | Self::Form { place, .. }
            | Self::Address { place, .. } => Some(place),
        }
    }
}
