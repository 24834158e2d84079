//! How often somebody may guess. Every code and ticket that is shown counts for its address; codes
//! of no session count for all addresses together as well. While those are used up nobody is shut
//! out who has hardly tried.
//!
//! # What guessing takes
//! There are 30^12 = 5.3 * 10^17 codes. With 200 upgrades at the same time and five codes each,
//! 1,000 of them work at every moment. One address comes to 60 + 17,280 attempts a day; all
//! together to 300 + 432,000 wrong ones, and each address to 5 + 144 more while those are used up.
//! Somebody with 10,000 addresses, as many as are remembered, has 1.9 * 10^6 attempts a day and
//! hits one of the codes with a probability of 1.9 * 10^6 * 1,000 / 5.3 * 10^17 = 3.6 * 10^-9 a
//! day. Were there no limit at all and the portal answered 10,000 attempts a second, it would be
//! 1.6 * 10^-6 a day. Tickets have 256 bits and need no such count.

use std::net::IpAddr;
use std::time::Duration;

use corporate_protocol::ErrorCode;
use tokio::time::Instant;

use crate::rate_limit::{AddressLimit, Allowance, RateLimit, TooSoon};

/// Codes and tickets that one address may show.
const OF_ADDRESS: Allowance = Allowance { burst: 60, one_each: Duration::from_secs(5) };
/// Codes of no session from all addresses together.
const OF_ALL: Allowance = Allowance { burst: 300, one_each: Duration::from_millis(200) };
/// Codes that one address may show while all together have used up theirs.
const OF_NEWCOMER: Allowance = Allowance { burst: 5, one_each: Duration::from_mins(10) };

/// What addresses may still show.
pub(crate) struct Guesses {
    addresses: AddressLimit,
    everybody: RateLimit<()>,
    newcomers: AddressLimit,
}

impl Guesses {
    /// Nobody has guessed yet.
    pub(crate) fn new() -> Self {
        Self {
            addresses: AddressLimit::new(OF_ADDRESS),
            everybody: RateLimit::new(OF_ALL),
            newcomers: AddressLimit::new(OF_NEWCOMER),
        }
    }

    /// Lets an address show a ticket.
    ///
    /// # Errors
    /// [`TooSoon`] where it has shown too many.
    pub(crate) fn ticket(&self, from: &IpAddr, now: Instant) -> Result<(), TooSoon> {
        self.addresses.take(from, now)
    }

    /// Lets an address show a code.
    ///
    /// # Errors
    /// [`TooSoon`] where it has shown too many, or where all together have guessed too much and
    /// this one is no newcomer.
    pub(crate) fn code(&self, from: &IpAddr, now: Instant) -> Result<(), TooSoon> {
        self.addresses.take(from, now)?;
        if self.everybody.owed(&(), now).is_some() {
            self.newcomers.take(from, now)?;
        }
        Ok(())
    }

    /// Counts a refused code for all addresses, where it is one of no session.
    pub(crate) fn refused(&self, from: &IpAddr, why: ErrorCode, now: Instant) {
        if why == ErrorCode::CodeUnknown {
            tracing::warn!(address = %from, "a code of no session was shown");
            self.everybody.owe(&(), now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u16) -> IpAddr {
        let [high, low] = number.to_be_bytes();
        IpAddr::from([10, 0, high, low])
    }

    /// Attempts of one address that are let through at this moment; all of them wrong.
    fn guesses(guesses: &Guesses, from: IpAddr, now: Instant) -> usize {
        let tried = (0..100).take_while(|_| guesses.code(&from, now).is_ok());
        tried.inspect(|_| guesses.refused(&from, ErrorCode::CodeUnknown, now)).count()
    }

    #[test]
    fn many_addresses_have_no_more_than_all_together_may_guess() {
        let (book, now) = (Guesses::new(), Instant::now());
        let counts: Vec<_> = (0..8).map(|number| guesses(&book, address(number), now)).collect();
        assert_eq!(counts, [60, 60, 60, 60, 60, 6, 5, 5], "the 301st was let in as well");
        let late = now + Duration::from_mins(10);
        assert_eq!(guesses(&book, address(7), late), 60, "all is forgotten in ten minutes");
    }

    #[test]
    fn what_is_no_guess_counts_for_its_address_only() {
        let (book, now) = (Guesses::new(), Instant::now());
        for number in 0..100 {
            for _ in 0..10 {
                assert!(book.code(&address(number), now).is_ok());
                book.refused(&address(number), ErrorCode::CodeUsed, now);
            }
        }
        assert_eq!(guesses(&book, address(0), now), 50);
    }

    #[test]
    fn guessed_codes_hinder_no_ticket() {
        let (book, now) = (Guesses::new(), Instant::now());
        for number in 0..20 {
            guesses(&book, address(number), now);
        }
        for _ in 0..60 {
            assert!(book.ticket(&address(99), now).is_ok());
        }
        assert!(book.ticket(&address(99), now).is_err());
    }

    #[test]
    fn hours_of_guessing_are_bounded() {
        let (book, start) = (Guesses::new(), Instant::now());
        let mut count = 0;
        for minute in 0..4 * 60 {
            let now = start + Duration::from_mins(minute);
            count += (0..50).map(|number| guesses(&book, address(number), now)).sum::<usize>();
        }
        let most = 300 + 72_000 + 50 * (5 + 24);
        assert!((72_000..=most + 1).contains(&count), "{count} of {most}");
    }
}
