//! How often somebody may guess. Devices on which an agent has signed in before (OWASP, "Slow
//! Down Online Guessing Attacks with Device Cookies") have a budget of their own: nobody else can
//! use it up, so an attack on an account does not lock out those who work with it. Everybody else
//! draws, for each guess, on three: the address, the address at this account, and the account as
//! all unknown devices share it. One address can take only a small part of the shared budget; a
//! botnet can empty it, and then keeps unknown devices out while it lasts, and known ones never.

use std::net::IpAddr;
use std::time::Duration;

use corporate_protocol::AgentId;
use tokio::time::Instant;

use super::vault::DeviceNonce;
use crate::rate_limit::{Allowance, RateLimit, TooSoon};

/// Guesses at one account from one address.
const GUESSES: Allowance = Allowance { burst: 8, one_each: Duration::from_secs(30) };
/// Attempts of all kinds from one address.
const ATTEMPTS: Allowance = Allowance { burst: 60, one_each: Duration::from_secs(2) };
/// Guesses at one account from all unknown devices.
const SHARED: Allowance = Allowance { burst: 60, one_each: Duration::from_secs(20) };
/// Guesses on a device that is known.
const KNOWN: Allowance = Allowance { burst: 10, one_each: Duration::from_secs(30) };
/// Guesses at a second factor on a device that is known.
const KNOWN_FACTORS: Allowance = Allowance { burst: 5, one_each: Duration::from_mins(1) };
/// Guesses at a second factor by all others who know the password: so few a day, wherever they
/// come from, that six digits are not found.
const SHARED_FACTORS: Allowance = Allowance { burst: 5, one_each: Duration::from_mins(5) };

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
    guesses: RateLimit<(IpAddr, String)>,
    attempts: RateLimit<IpAddr>,
    shared: RateLimit<String>,
    known: RateLimit<DeviceNonce>,
    known_factors: RateLimit<(AgentId, DeviceNonce)>,
    shared_factors: RateLimit<AgentId>,
}

impl Budgets {
    pub(super) fn new() -> Self {
        Self {
            guesses: RateLimit::new(GUESSES),
            attempts: RateLimit::new(ATTEMPTS),
            shared: RateLimit::new(SHARED),
            known: RateLimit::new(KNOWN),
            known_factors: RateLimit::new(KNOWN_FACTORS),
            shared_factors: RateLimit::new(SHARED_FACTORS),
        }
    }

    /// Takes one guess at an account's password.
    pub(super) fn guess(&self, who: &Guesser, email: &str) -> Result<(), TooSoon> {
        let now = Instant::now();
        match who {
            Guesser::Known(device) => self.known.take(device, now),
            Guesser::Unknown(address) => {
                self.attempts.take(address, now)?;
                self.guesses.take(&(*address, email.to_owned()), now)?;
                self.shared.take(&email.to_owned(), now)
            }
        }
    }

    /// Takes one guess at an agent's second factor.
    pub(super) fn guess_factor(&self, who: &Guesser, agent: AgentId) -> Result<(), TooSoon> {
        let now = Instant::now();
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
            Guesser::Unknown(address) => self.guesses.forgive(&(*address, email.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_flood_against_an_account_leaves_its_known_devices_alone() {
        let budgets = Budgets::new();
        let known = Guesser::Known([7; 16]);
        for attacker in 0..100 {
            for _ in 0..20 {
                budgets.guess(&Guesser::Unknown(address(attacker)), "anna@x").ok();
            }
        }
        let stranger = Guesser::Unknown(address(200));
        assert!(budgets.guess(&stranger, "anna@x").is_err(), "unknown devices have to wait");
        assert!(budgets.guess(&stranger, "ben@x").is_ok(), "at this account only");
        for _ in 0..10 {
            assert!(budgets.guess(&known, "anna@x").is_ok());
        }
        let TooSoon(wait) = budgets.guess(&known, "anna@x").expect_err("used up");
        assert!(wait > Duration::from_secs(25) && wait <= Duration::from_secs(30), "{wait:?}");
    }

    #[test]
    fn a_second_factor_is_guessed_at_from_everywhere_together() {
        let budgets = Budgets::new();
        let anna = AgentId::random();
        let let_in = (0..100)
            .filter(|last| budgets.guess_factor(&Guesser::Unknown(address(*last)), anna).is_ok())
            .count();
        assert_eq!(let_in, 5);
        assert!(budgets.guess_factor(&Guesser::Known([7; 16]), anna).is_ok());
        assert!(budgets.guess_factor(&Guesser::Unknown(address(1)), AgentId::random()).is_ok());
    }

    #[test]
    fn one_address_takes_a_small_part_of_the_shared_budget() {
        let budgets = Budgets::new();
        let attacker = Guesser::Unknown(address(1));
        let let_in = (0..50).filter(|_| budgets.guess(&attacker, "anna@x").is_ok()).count();
        assert_eq!(let_in, 8);
        assert!(budgets.guess(&Guesser::Unknown(address(2)), "anna@x").is_ok());
    }
}
