//! How often somebody may guess at codes of hand-offs. Every code and ticket that is shown counts
//! for its address; codes of no session count for all addresses together as well.
//!
//! # What guessing takes
//! There are 30^12 = 5.3 * 10^17 codes. With 200 upgrades at the same time and five codes each,
//! 1,000 of them work at every moment. One address may show 60 codes and tickets, then one in 5 s:
//! 60 + 17,280 in a day. Codes of no session are 300 from all addresses together, then five a
//! second: 300 + 432,000 in a day; while that is used up each address has five more, then one in
//! ten minutes: 5 + 144 in a day. Somebody with 10,000 addresses makes
//! 432,300 + 10,000 * 149 = 1.9 * 10^6 guesses a day and hits one of the codes with a probability
//! of 1.9 * 10^6 * 1,000 / 5.3 * 10^17 = 3.6 * 10^-9 a day.
//!
//! No more than 10,000 addresses are remembered: who has more makes the portal forget some. Beyond
//! that only this holds: were there no limit at all and the portal answered 10,000 guesses a
//! second, it would be 1.6 * 10^-6 a day. Tickets have 256 bits and need no such count.

use std::net::IpAddr;
use std::time::Duration;

use corporate_protocol::ErrorCode;
use tokio::time::Instant;

use crate::rate_limit::{Allowance, Attempt, GuessAllowance, GuessLimit, TooSoon};

const ALLOWANCE: GuessAllowance = GuessAllowance {
    address: Allowance { burst: 60, one_each: Duration::from_secs(5) },
    everybody: Allowance { burst: 300, one_each: Duration::from_millis(200) },
    newcomer: Allowance { burst: 5, one_each: Duration::from_mins(10) },
};

/// What addresses may still show.
pub(crate) struct Guesses(GuessLimit);

impl Guesses {
    /// Nobody has guessed yet.
    pub(crate) fn new() -> Self {
        Self(GuessLimit::new(ALLOWANCE))
    }

    /// Lets an address show a ticket.
    ///
    /// # Errors
    /// [`TooSoon`] where it has shown too many.
    pub(crate) fn ticket(&self, from: &IpAddr, now: Instant) -> Result<(), TooSoon> {
        self.0.show(from, now)
    }

    /// Lets an address show a code; what came of it is told to [`Guesses::shown`].
    ///
    /// # Errors
    /// [`TooSoon`] where it has shown or guessed too many.
    pub(crate) fn code(&self, from: &IpAddr, now: Instant) -> Result<Attempt<'_>, TooSoon> {
        self.0.attempt(from, now)
    }

    /// Counts a code as a guess where it was refused as one of no session, and as none where it
    /// was right, or refused for anything else.
    pub(crate) fn shown(attempt: Attempt<'_>, refused: Option<ErrorCode>, now: Instant) {
        if refused == Some(ErrorCode::CodeUnknown) {
            tracing::warn!(address = %attempt.from(), "a code of no session was shown");
        } else {
            attempt.give_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_guess_counts_for_its_address_only() {
        let (book, now) = (Guesses::new(), Instant::now());
        let show = |number: u8, refused| {
            let attempt = book.code(&IpAddr::from([10, 0, 0, number]), now)?;
            Guesses::shown(attempt, refused, now);
            Ok::<_, TooSoon>(())
        };
        for number in 0..100 {
            for refused in [None, Some(ErrorCode::CodeUsed), Some(ErrorCode::Internal)] {
                assert_eq!(show(number, refused), Ok(()));
            }
        }
        let guess = || show(0, Some(ErrorCode::CodeUnknown));
        assert_eq!((0..100).take_while(|_| guess().is_ok()).count(), 57);
    }
}
