//! How often strangers may show codes that could be guessed. An attempt draws on the bucket of its
//! address, and on one that all addresses share; while that one is empty, nobody is shut out who
//! has hardly tried: each address then draws on a small one of its own. An attempt is paid for
//! before it is made, so that many at once have no more of them, and by one of the two alone, so
//! that both together are all that can be guessed. What was no guess gets it back.

use std::net::IpAddr;

use tokio::time::Instant;

use super::{AddressLimit, Allowance, RateLimit, TooSoon};

/// How much may be guessed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GuessAllowance {
    /// Attempts of one address, right or wrong.
    pub address: Allowance,
    /// Guesses of all addresses together.
    pub everybody: Allowance,
    /// Guesses of one address while all together have used up theirs.
    pub newcomer: Allowance,
}

/// What addresses may still try.
pub(crate) struct GuessLimit {
    addresses: AddressLimit,
    all: RateLimit<()>,
    newcomers: AddressLimit,
}

/// An attempt that was let through. It counts as a guess unless it is [given back](Self::give_back).
#[must_use]
pub(crate) struct Attempt<'a> {
    limit: &'a GuessLimit,
    from: IpAddr,
    as_newcomer: bool,
}

impl GuessLimit {
    /// Nobody has guessed yet.
    pub(crate) fn new(allowance: GuessAllowance) -> Self {
        Self {
            addresses: AddressLimit::new(allowance.address),
            all: RateLimit::new(allowance.everybody),
            newcomers: AddressLimit::new(allowance.newcomer),
        }
    }

    /// Lets an address show something that can't be guessed.
    ///
    /// # Errors
    /// [`TooSoon`] where it has shown too much.
    pub(crate) fn show(&self, from: &IpAddr, now: Instant) -> Result<(), TooSoon> {
        self.addresses.take(from, now)
    }

    /// Lets an address show a code.
    ///
    /// # Errors
    /// [`TooSoon`] where it has shown too many, or where all together have guessed too much and
    /// this one is no newcomer.
    pub(crate) fn attempt(&self, from: &IpAddr, now: Instant) -> Result<Attempt<'_>, TooSoon> {
        self.addresses.take(from, now)?;
        let as_newcomer = self.all.take(&(), now).is_err();
        if as_newcomer {
            self.newcomers.take(from, now)?;
        }
        Ok(Attempt { limit: self, from: *from, as_newcomer })
    }

    /// Forgets what an address has shown; not what it has guessed.
    pub(crate) fn forgive(&self, from: &IpAddr) {
        self.addresses.forgive(from);
    }
}

impl Attempt<'_> {
    /// Whose it was.
    pub(crate) const fn from(&self) -> IpAddr {
        self.from
    }

    /// It was no guess: it has cost its address an attempt, and nothing else.
    pub(crate) fn give_back(self, now: Instant) {
        if self.as_newcomer {
            self.limit.newcomers.give_back(&self.from, now);
        } else {
            self.limit.all.give_back(&(), now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ALLOWANCE: GuessAllowance = GuessAllowance {
        address: Allowance { burst: 60, one_each: Duration::from_secs(5) },
        everybody: Allowance { burst: 300, one_each: Duration::from_millis(200) },
        newcomer: Allowance { burst: 5, one_each: Duration::from_mins(10) },
    };

    fn address(number: u16) -> IpAddr {
        let [high, low] = number.to_be_bytes();
        IpAddr::from([10, 0, high, low])
    }

    /// Wrong codes of one address that are let through at this moment.
    fn guesses(limit: &GuessLimit, from: IpAddr, now: Instant) -> usize {
        (0..100).take_while(|_| limit.attempt(&from, now).is_ok()).count()
    }

    #[test]
    fn many_addresses_have_no_more_than_all_together_may_guess() {
        let (limit, now) = (GuessLimit::new(ALLOWANCE), Instant::now());
        let counts: Vec<_> = (0..8).map(|number| guesses(&limit, address(number), now)).collect();
        assert_eq!(counts, [60, 60, 60, 60, 60, 5, 5, 5]);
        let late = now + Duration::from_mins(10);
        assert_eq!(guesses(&limit, address(7), late), 60, "all is forgotten in ten minutes");
    }

    #[test]
    fn a_flood_is_forgotten_as_soon_as_it_ends() {
        let (limit, now) = (GuessLimit::new(ALLOWANCE), Instant::now());
        let flood: usize = (0..9_000).map(|number| guesses(&limit, address(number), now)).sum();
        assert_eq!(flood, 300 + (9_000 - 5) * 5);
        let later = now + Duration::from_mins(1);
        let counts: Vec<_> =
            (9_000..9_006).map(|number| guesses(&limit, address(number), later)).collect();
        assert_eq!(counts, [60, 60, 60, 60, 60, 5], "a minute later all may guess as before");
    }

    #[test]
    fn right_codes_cost_nothing_but_their_address_a_place() {
        let (limit, now) = (GuessLimit::new(ALLOWANCE), Instant::now());
        for number in 0..100 {
            guesses(&limit, address(number), now);
        }
        let office = address(200);
        for right in 0..60 {
            let Ok(attempt) = limit.attempt(&office, now) else {
                panic!("refused after {right} right codes and no guess")
            };
            attempt.give_back(now);
        }
        assert!(limit.attempt(&office, now).is_err());
        limit.forgive(&office);
        assert_eq!(guesses(&limit, office, now), 5, "no right code gives further guesses");
    }

    #[test]
    fn many_at_once_have_no_more() {
        let (limit, now) = (GuessLimit::new(ALLOWANCE), Instant::now());
        let many = (0..1_000).map(|number| limit.attempt(&address(number / 10), now));
        let waiting: Vec<_> = many.filter_map(Result::ok).collect();
        assert_eq!(waiting.len(), 300 + 70 * 5, "before any of them has its answer");
        for attempt in waiting {
            attempt.give_back(now);
        }
        let again = (0..1_000).filter(|number| limit.attempt(&address(number / 10), now).is_ok());
        assert_eq!(again.count(), 300 + 70 * 5, "and what was no guess is there again");
    }

    #[test]
    fn guessed_codes_hinder_nothing_that_is_none() {
        let (limit, now) = (GuessLimit::new(ALLOWANCE), Instant::now());
        for number in 0..20 {
            guesses(&limit, address(number), now);
        }
        for _ in 0..60 {
            assert!(limit.show(&address(99), now).is_ok());
        }
        assert!(limit.show(&address(99), now).is_err());
    }

    #[test]
    fn hours_of_guessing_are_bounded() {
        let (limit, start) = (GuessLimit::new(ALLOWANCE), Instant::now());
        let mut count = 0;
        for minute in 0..4 * 60 {
            let now = start + Duration::from_mins(minute);
            count += (0..50).map(|number| guesses(&limit, address(number), now)).sum::<usize>();
        }
        let most = 300 + 72_000 + 50 * (5 + 24);
        assert!((72_000..=most).contains(&count), "{count} of {most}");
    }
}
