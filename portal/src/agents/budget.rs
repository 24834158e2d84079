//! How often somebody may guess. Devices on which an agent has signed in before (OWASP, "Slow
//! Down Online Guessing Attacks with Device Cookies") have a budget of their own: nobody else can
//! use it up, so an attack on an account does not lock out those who work with it. Everybody else
//! draws, for each guess, on three: the address, the address at this account, and the account as
//! all unknown devices share it.
//!
//! # Who can lock unknown devices out
//! The shared budget gets 360 guesses an hour. An address has eight guesses at an account at once
//! and then five an hour, so 72 addresses are needed to keep it empty; what `n` fewer have at once
//! keeps it empty for (8 n - 60) / 6 minutes and not again. Of IPv6 a /64 counts as an address, a
//! /56 as four, a /48 as sixteen: 80 an hour, so that it takes five /48. A botnet can keep unknown
//! devices out while it lasts, and known ones never.
//!
//! # Who can guess a second factor
//! Whoever knows a password has, on all unknown devices together, ten codes at once and then one
//! in ten minutes: 154 in the first day, 144 in each other. Each is right for three of 10^6 codes
//! (the present step and its neighbours), which is 0.05 % a day; after five wrong ones in a row the
//! managers read of it in the audit list.

use std::net::IpAddr;
use std::time::Duration;

use corporate_protocol::AgentId;
use tokio::time::Instant;

use super::vault::DeviceNonce;
use crate::rate_limit::{AddressLimit, Allowance, RateLimit, TooSoon};

/// Guesses at one account from one address.
const GUESSES: Allowance = Allowance { burst: 8, one_each: Duration::from_mins(12) };
/// Attempts of all kinds from one address.
const ATTEMPTS: Allowance = Allowance { burst: 60, one_each: Duration::from_secs(2) };
/// Guesses at one account from all unknown devices.
const SHARED: Allowance = Allowance { burst: 60, one_each: Duration::from_secs(10) };
/// Guesses on a device that is known.
const KNOWN: Allowance = Allowance { burst: 10, one_each: Duration::from_secs(30) };
/// Guesses at a second factor on a device that is known.
const KNOWN_FACTORS: Allowance = Allowance { burst: 5, one_each: Duration::from_mins(1) };
/// Guesses at a second factor by all others who know the password: so few a day, wherever they
/// come from, that six digits are not found.
const SHARED_FACTORS: Allowance = Allowance { burst: 10, one_each: Duration::from_mins(10) };

/// Who guesses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Guesser {
    /// A device on which the agent was signed in before.
    Known(DeviceNonce),
    /// Somebody at this address, which is an IPv6 network where it is one.
    Unknown(IpAddr),
}

/// All budgets of the door.
pub(super) struct Budgets {
    guesses: AddressLimit<String>,
    attempts: AddressLimit,
    shared: RateLimit<String>,
    known: RateLimit<DeviceNonce>,
    known_factors: RateLimit<(AgentId, DeviceNonce)>,
    shared_factors: RateLimit<AgentId>,
}

impl Budgets {
    pub(super) fn new() -> Self {
        Self {
            guesses: AddressLimit::new(GUESSES),
            attempts: AddressLimit::new(ATTEMPTS),
            shared: RateLimit::new(SHARED),
            known: RateLimit::new(KNOWN),
            known_factors: RateLimit::new(KNOWN_FACTORS),
            shared_factors: RateLimit::new(SHARED_FACTORS),
        }
    }

    /// Takes one guess at an account's password.
    pub(super) fn guess(&self, who: &Guesser, email: &str, now: Instant) -> Result<(), TooSoon> {
        match who {
            Guesser::Known(device) => self.known.take(device, now),
            Guesser::Unknown(address) => {
                self.attempts.take(address, now)?;
                self.guesses.take_for(address, &email.to_owned(), now)?;
                self.shared.take(&email.to_owned(), now)
            }
        }
    }

    /// Takes one guess at an agent's second factor.
    pub(super) fn guess_factor(
        &self,
        who: &Guesser,
        agent: AgentId,
        now: Instant,
    ) -> Result<(), TooSoon> {
        match who {
            Guesser::Known(device) => self.known_factors.take(&(agent, *device), now),
            Guesser::Unknown(_) => self.shared_factors.take(&agent, now),
        }
    }

    /// Forgets the guesses of one who has come in; what others have used up stays used up.
    pub(super) fn forgive(&self, who: &Guesser, email: &str, agent: AgentId) {
        match who {
            Guesser::Known(device) => {
                self.known.forgive(device);
                self.known_factors.forgive(&(agent, *device));
            }
            Guesser::Unknown(address) => self.guesses.forgive_for(address, &email.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn stranger(last: u8) -> Guesser {
        Guesser::Unknown(address(last))
    }

    #[test]
    fn a_flood_against_an_account_leaves_its_known_devices_alone() {
        let (budgets, now) = (Budgets::new(), Instant::now());
        let known = Guesser::Known([7; 16]);
        for attacker in 0..100 {
            for _ in 0..20 {
                budgets.guess(&stranger(attacker), "anna@x", now).ok();
            }
        }
        assert!(budgets.guess(&stranger(200), "anna@x", now).is_err(), "unknown devices wait");
        assert!(budgets.guess(&stranger(200), "ben@x", now).is_ok(), "at this account only");
        for _ in 0..10 {
            assert!(budgets.guess(&known, "anna@x", now).is_ok());
        }
        let TooSoon(wait) = budgets.guess(&known, "anna@x", now).expect_err("used up");
        assert_eq!(wait, Duration::from_secs(30));
    }

    /// Guesses of attackers who try every ten seconds for hours, and those of one who comes each
    /// quarter of an hour.
    fn siege(attackers: &[Guesser]) -> (usize, usize) {
        let (budgets, start) = (Budgets::new(), Instant::now());
        let (mut guesses, mut refused) = (0, 0);
        for second in (0..4 * 3_600).step_by(10) {
            let now = start + Duration::from_secs(second);
            for who in attackers {
                guesses += usize::from(budgets.guess(who, "anna@x", now).is_ok());
            }
            let comes = second > 3_600 && second % 900 == 0;
            let anna = stranger(250);
            refused += usize::from(comes && budgets.guess(&anna, "anna@x", now).is_err());
        }
        (guesses, refused)
    }

    #[test]
    fn a_few_addresses_do_not_lock_unknown_devices_out() {
        let (guesses, refused) = siege(&[stranger(1), stranger(2)]);
        assert_eq!(refused, 0);
        assert!((50..=58).contains(&guesses), "{guesses}: eight each, then five an hour");
        let twenty: Vec<_> = (0..20).map(stranger).collect();
        assert_eq!(siege(&twenty).1, 0);
    }

    #[test]
    fn two_large_ipv6_networks_do_not_lock_unknown_devices_out() {
        let from = |site: u16, subnet: u16| {
            Guesser::Unknown(IpAddr::from([0x2001, 0xdb8, site, subnet, 0, 0, 0, 0]))
        };
        let networks: Vec<_> =
            (0..100).flat_map(|at| [from(1, at << 6), from(2, at << 6)]).collect();
        assert_eq!(siege(&networks).1, 0);
    }

    #[test]
    fn a_second_factor_is_guessed_at_from_everywhere_together() {
        let (budgets, start) = (Budgets::new(), Instant::now());
        let anna = AgentId::random();
        let tries = |now| {
            let all = (0..100).map(stranger);
            all.filter(|who| budgets.guess_factor(who, anna, now).is_ok()).count()
        };
        assert_eq!(tries(start), 10);
        assert_eq!(tries(start + HOUR), 6, "one in ten minutes");
        assert!(budgets.guess_factor(&Guesser::Known([7; 16]), anna, start).is_ok());
        assert!(budgets.guess_factor(&stranger(1), AgentId::random(), start).is_ok());
    }

    #[test]
    fn after_its_burst_an_address_has_five_guesses_an_hour() {
        let (budgets, start) = (Budgets::new(), Instant::now());
        let tries =
            |now| (0..50).filter(|_| budgets.guess(&stranger(1), "anna@x", now).is_ok()).count();
        assert_eq!(tries(start), 8);
        assert_eq!(tries(start + HOUR), 5);
        assert!(budgets.guess(&stranger(2), "anna@x", start + HOUR).is_ok());
    }
}
