//! Agents at the door: passwords (argon2id), signing in and out. Takes the same time for an
//! unknown address as for a wrong password, and slows guessing down. Tells sockets of sign-outs.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use corporate_protocol::{Credential, ErrorCode};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::clock::Clock;
use crate::random;
use crate::rate_limit::{Allowance, RateLimit};
use crate::store::{Agent, Store, StoreError};

/// How long a sign-in lasts.
pub(crate) const SIGN_IN_SECONDS: i64 = 12 * 3600;
/// Characters of a password, at least and at most.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=200;
/// Passwords that are checked at the same time; each takes 19 MiB.
const CHECKS_AT_ONCE: usize = 4;
/// Guesses at one account from one address.
const GUESSES: Allowance = Allowance { burst: 8, one_each: Duration::from_secs(30) };
/// Attempts of all kinds from one address.
const ATTEMPTS: Allowance = Allowance { burst: 60, one_each: Duration::from_secs(2) };

/// Why somebody was not signed in, or not given a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// Wrong password, unknown address, or too many attempts.
    #[error("refused: {0}")]
    Refused(ErrorCode),
    /// The password is too short or too long.
    #[error("a password has 10 to 200 characters")]
    PasswordLength,
    /// The hash can't be made or read.
    #[error("the password can't be hashed")]
    Hash,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs agents in.
pub(crate) struct Door {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    checks: Semaphore,
    guesses: RateLimit<(IpAddr, String)>,
    attempts: RateLimit<IpAddr>,
    /// Rung at each sign-out, whoever's it is.
    sign_outs: watch::Sender<()>,
    /// Checked against where the address is unknown, so that both take the same time.
    nobody: String,
}

impl Door {
    /// The door to the agents in a store.
    ///
    /// # Errors
    /// [`SignInError::Hash`] where argon2 does not work on this machine.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Result<Self, SignInError> {
        Ok(Self {
            store,
            clock,
            checks: Semaphore::new(CHECKS_AT_ONCE),
            guesses: RateLimit::new(GUESSES),
            attempts: RateLimit::new(ATTEMPTS),
            sign_outs: watch::Sender::new(()),
            nobody: hash_password(&random::password())?,
        })
    }

    /// Checks a password; the credential goes into a cookie and is kept hashed only.
    ///
    /// # Errors
    /// [`SignInError::Refused`] with the code to answer.
    pub(crate) async fn sign_in(
        &self,
        from: IpAddr,
        email: &str,
        password: String,
    ) -> Result<(Agent, Credential), SignInError> {
        let email = normal_email(email);
        let key = (from, email.clone());
        let now = Instant::now();
        if !self.attempts.allows(&from, now) || !self.guesses.allows(&key, now) {
            return Err(SignInError::Refused(ErrorCode::RateLimited));
        }
        let known = self.store.agent_by_email(&email).await?;
        let hash = known.as_ref().map_or_else(|| self.nobody.clone(), |(_, hash)| hash.clone());
        let right = self.check(password, hash).await?;
        let Some((agent, _)) = known.filter(|_| right) else {
            return Err(SignInError::Refused(ErrorCode::WrongPassword));
        };
        self.guesses.forgive(&key);
        let credential = random::secret();
        let now = self.clock.now();
        let until = now.plus_seconds(SIGN_IN_SECONDS);
        self.store.put_sign_in(credential.hash(), agent.id, until, now).await?;
        Ok((agent, credential))
    }

    async fn check(&self, password: String, hash: String) -> Result<bool, SignInError> {
        let _place = self.checks.acquire().await.map_err(|_| SignInError::Hash)?;
        tokio::task::spawn_blocking(move || {
            let hash = PasswordHash::new(&hash).map_err(|_| SignInError::Hash)?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
        .map_err(|_| SignInError::Hash)?
    }

    /// Who is signed in with a credential.
    ///
    /// # Errors
    /// [`StoreError`] where the store fails.
    pub(crate) async fn agent(&self, credential: &Credential) -> Result<Option<Agent>, StoreError> {
        self.store.signed_in(credential.hash(), self.clock.now()).await
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

/// Hashes a new password with argon2id; takes tens of milliseconds.
///
/// # Errors
/// [`SignInError`] where the password has an unfit length.
pub(crate) fn hash_password(password: &str) -> Result<String, SignInError> {
    if !PASSWORD_CHARS.contains(&password.chars().count()) {
        return Err(SignInError::PasswordLength);
    }
    let salt: [u8; 16] = rand::random();
    let salt = SaltString::encode_b64(&salt).map_err(|_| SignInError::Hash)?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(|_| SignInError::Hash)?;
    Ok(hash.to_string())
}
