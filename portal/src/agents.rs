//! Agents at the door: signing in with password and second factor, signing out, and what agents
//! do with their own account. Takes the same time for an unknown address as for a wrong password,
//! slows guessing down as [`budget`] says, and tells sockets of sign-outs.

mod budget;
mod own;
mod password;
mod totp;
mod vault;

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use corporate_protocol::{AgentId, Credential, ErrorCode, SignInId, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

pub(crate) use password::{check_choice, hash_password};

use crate::clock::Clock;
use crate::random;
use crate::rate_limit::TooSoon;
use crate::store::{Agent, NewSignIn, Opened, Store, StoreError};
use budget::{Budgets, Guesser};
use password::Checks;
use vault::Vault;

/// How long a sign-in lasts.
pub(crate) const SIGN_IN_SECONDS: i64 = 12 * 3600;
/// How long a device stays known.
pub(crate) const DEVICE_SECONDS: i64 = 180 * 24 * 3600;
/// The use of a sign-in is noted this often at most.
const TOUCH_SECONDS: i64 = 300;
/// Sign-ins of which it is remembered when their use was noted.
const TOUCHED: usize = 10_000;

/// Why somebody was not signed in, or not given a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// Wrong password, unknown address, or a second factor that is missing or wrong.
    #[error("refused: {0}")]
    Refused(ErrorCode),
    /// Too many attempts; the seconds to wait.
    #[error("too many attempts, {0} s to wait")]
    TooSoon(u32),
    /// The password is too short or too long.
    #[error("a password has 12 to 200 characters")]
    PasswordLength,
    /// The password is a word, a pattern, or has a name in it.
    #[error("the password is too easy to guess")]
    PasswordWeak,
    /// The hash can't be made or read.
    #[error("the password can't be hashed")]
    Hash,
    /// The door's key can't be read or made.
    #[error("the door's key can't be used")]
    Key(#[source] std::io::Error),
    /// A second factor can't be sealed or opened.
    #[error("a second factor does not fit the door's key")]
    Sealed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ErrorCode> for SignInError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl From<TooSoon> for SignInError {
    fn from(wait: TooSoon) -> Self {
        Self::TooSoon(wait.seconds())
    }
}

/// Somebody at the door.
pub(crate) struct Attempt {
    /// Where from; an IPv6 network where it is one.
    pub(crate) from: IpAddr,
    /// What the browser says of itself, in words.
    pub(crate) browser: Option<String>,
    /// The same of its system.
    pub(crate) system: Option<String>,
    /// Device cookies that the browser holds, of any agent.
    pub(crate) devices: Vec<[u8; 32]>,
    /// Whose door.
    pub(crate) email: String,
    /// The password.
    pub(crate) password: String,
    /// Six digits or a recovery code.
    pub(crate) second_factor: Option<String>,
}

/// Somebody who came in.
pub(crate) struct Welcome {
    /// Who.
    pub(crate) agent: Agent,
    /// For the cookie; kept hashed only.
    pub(crate) credential: Credential,
    /// What makes this device known from now on; none where it is already.
    pub(crate) device: Option<[u8; 32]>,
}

/// Signs agents in.
pub(crate) struct Door {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    vault: Vault,
    checks: Checks,
    budgets: Budgets,
    /// Wrong second factors in a row.
    wrong_factors: Mutex<HashMap<AgentId, u32>>,
    /// When the use of a sign-in was noted last.
    touched: Mutex<HashMap<[u8; 32], Timestamp>>,
    /// Rung at each sign-out, whoever's it is.
    sign_outs: watch::Sender<()>,
}

impl Door {
    /// The door to the agents in a store, with its key in this folder.
    ///
    /// # Errors
    /// [`SignInError`] where argon2 does not work on this machine or the key can't be used.
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        folder: &Path,
    ) -> Result<Self, SignInError> {
        crate::folder::make_private(folder).map_err(SignInError::Key)?;
        Ok(Self {
            store,
            clock,
            vault: Vault::open(folder).map_err(SignInError::Key)?,
            checks: Checks::new()?,
            budgets: Budgets::new(),
            wrong_factors: Mutex::default(),
            touched: Mutex::default(),
            sign_outs: watch::Sender::new(()),
        })
    }

    /// Checks password and second factor.
    ///
    /// # Errors
    /// [`SignInError::Refused`] with the code to answer.
    pub(crate) async fn sign_in(&self, attempt: Attempt) -> Result<Welcome, SignInError> {
        let Attempt { from, browser, system, devices, email, password, second_factor } = attempt;
        let email = normal_email(&email);
        let found = self.store.agent_by_email(&email).await?;
        let device = found.as_ref().and_then(|(agent, lock)| {
            devices
                .iter()
                .find_map(|token| self.vault.known_device(agent.id, lock.generation, token))
        });
        let who = device.map_or(Guesser::Unknown(from), Guesser::Known);
        self.budgets.guess(&who, &email, Instant::now())?;
        let hash = found.as_ref().map(|(_, lock)| lock.hash.clone());
        let right = self.checks.is_right(password, hash, device.is_some()).await?;
        let at = self.clock.now();
        // Who has no role, or comes too late with a password for the first time, may not sign in,
        // and is told no more than who guesses.
        let found = found.filter(|(agent, lock)| {
            right && !agent.roles.is_empty() && lock.expires_at.is_none_or(|until| at < until)
        });
        let (agent, lock) = found.ok_or(ErrorCode::WrongPassword)?;
        let second_factor = self.check_second_factor(&who, &agent, second_factor).await?;
        self.budgets.forgive(&who, &email, agent.id);
        let device = device.is_none().then(|| self.vault.device(agent.id, lock.generation));
        let credential = random::secret();
        let sign_in = NewSignIn {
            hash: credential.hash(),
            id: SignInId(Uuid::new_v4()),
            agent: agent.id,
            browser,
            system,
            at,
            expires_at: at.plus_seconds(SIGN_IN_SECONDS),
            opened: Opened { lock, second_factor },
        };
        // Checks take their time; meanwhile the door may have got another lock.
        if !self.store.begin_sign_in(&sign_in).await? {
            return Err(ErrorCode::WrongPassword.into());
        }
        Ok(Welcome { agent, credential, device })
    }

    /// Who is signed in with a credential.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn agent(&self, credential: &Credential) -> Result<Option<Agent>, StoreError> {
        let (hash, now) = (credential.hash(), self.clock.now());
        let agent = self.store.signed_in(hash, now).await?;
        if agent.is_some() && self.is_to_be_noted(hash.0, now) {
            self.store.touch_sign_in(hash, now).await?;
        }
        Ok(agent)
    }

    fn is_to_be_noted(&self, hash: [u8; 32], now: Timestamp) -> bool {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        if touched.get(&hash).is_some_and(|at| now < at.plus_seconds(TOUCH_SECONDS)) {
            return false;
        }
        if touched.len() >= TOUCHED {
            touched.retain(|_, at| now < at.plus_seconds(TOUCH_SECONDS));
        }
        if touched.len() < TOUCHED {
            touched.insert(hash, now);
        }
        true
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn sign_out(&self, credential: &Credential) -> Result<(), StoreError> {
        self.store.remove_sign_in(credential.hash()).await?;
        self.tell_sockets();
        Ok(())
    }

    /// Makes all agents' sockets look whether they may stay, after sign-ins were ended or rights
    /// changed.
    pub(crate) fn tell_sockets(&self) {
        self.sign_outs.send_replace(());
    }

    /// Hears each sign-out, and one at once: whoever opens a socket may have been signed out
    /// while it opened. All agents' sockets hear it and look for themselves, which is a few small
    /// queries on a rare occasion.
    pub(crate) fn sign_outs(&self) -> watch::Receiver<()> {
        let mut sign_outs = self.sign_outs.subscribe();
        sign_outs.mark_changed();
        sign_outs
    }
}

/// The form in which addresses are kept and compared.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().chars().take(254).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests;
