//! Passwords: how they are kept (argon2id), what a new one must be like, and checking one at the
//! door. Known devices have places of their own among the checks, so that a flood of guesses from
//! elsewhere does not make those wait who work here.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use tokio::sync::Semaphore;

use super::SignInError;

/// Characters of a password, at least and at most.
const CHARS: std::ops::RangeInclusive<usize> = 12..=200;
/// Characters whose guessing is estimated: that takes time that grows with the square.
const ESTIMATED_CHARS: usize = 60;
/// Parts of an address or a company's name that are too short to mean anybody.
const SHORT: usize = 4;
/// Passwords that are checked at the same time, for known devices and for others; each takes
/// 19 MiB.
const CHECKS: usize = 2;

/// Checks passwords, a few at a time.
pub(super) struct Checks {
    known: Arc<Semaphore>,
    others: Arc<Semaphore>,
    /// Checked against where the address is unknown, so that both take the same time.
    nobody: String,
}

impl Checks {
    pub(super) fn new() -> Result<Self, SignInError> {
        Ok(Self {
            known: Arc::new(Semaphore::new(CHECKS)),
            others: Arc::new(Semaphore::new(CHECKS)),
            nobody: hash_password(&crate::random::password())?,
        })
    }

    /// The places of unknown devices, for tests that fill them.
    #[cfg(test)]
    pub(super) const fn others(&self) -> &Arc<Semaphore> {
        &self.others
    }

    /// Whether the password is the one of the hash; without a hash it never is.
    pub(super) async fn is_right(
        &self,
        password: String,
        hash: Option<String>,
        known_device: bool,
    ) -> Result<bool, SignInError> {
        let places = if known_device { &self.known } else { &self.others };
        let exists = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let right = in_place(places, move || {
            let hash = PasswordHash::new(&hash).map_err(|_| SignInError::Hash)?;
            Ok::<_, SignInError>(
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
            )
        });
        Ok(right.await?? && exists)
    }
}

/// Works on a thread once there is a place for it.
async fn in_place<T: Send + 'static>(
    places: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, SignInError> {
    let place = Arc::clone(places).acquire_owned().await.map_err(|_| SignInError::Hash)?;
    let working = tokio::task::spawn_blocking(move || {
        // A thread can't be stopped: one whose caller has hung up keeps its place until it is done.
        let _place = place;
        work()
    });
    working.await.map_err(|_| SignInError::Hash)
}

/// Hashes a new password with argon2id; takes tens of milliseconds.
///
/// # Errors
/// [`SignInError`] where the password has an unfit length.
pub(crate) fn hash_password(password: &str) -> Result<String, SignInError> {
    if !CHARS.contains(&password.chars().count()) {
        return Err(SignInError::PasswordLength);
    }
    let salt: [u8; 16] = rand::random();
    let salt = SaltString::encode_b64(&salt).map_err(|_| SignInError::Hash)?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(|_| SignInError::Hash)?;
    Ok(hash.to_string())
}

/// Refuses a password that a person has chosen badly. `about` is what others know of the person:
/// address, name, company; takes milliseconds.
///
/// # Errors
/// [`SignInError::PasswordLength`] and [`SignInError::PasswordWeak`].
pub(crate) fn check_choice(password: &str, about: &[&str]) -> Result<(), SignInError> {
    if !CHARS.contains(&password.chars().count()) {
        return Err(SignInError::PasswordLength);
    }
    let lower = password.to_lowercase();
    let words: Vec<String> = about
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= SHORT)
        .map(str::to_lowercase)
        .collect();
    if words.iter().any(|word| lower.contains(word)) {
        return Err(SignInError::PasswordWeak);
    }
    let start: String = password.chars().take(ESTIMATED_CHARS).collect();
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(&start, &inputs).score() < zxcvbn::Score::Three {
        return Err(SignInError::PasswordWeak);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Option<String> {
        let about = ["anna@demo.test", "Anna Berg", "Muster Support"];
        check_choice(password, &about).err().map(|error| error.to_string())
    }

    #[test]
    fn a_password_is_long_and_hard_to_guess() {
        let length = Some("a password has 12 to 200 characters".to_owned());
        assert_eq!(refused("Kj8!x_q2Lw"), length);
        assert_eq!(refused(&"ab9".repeat(67)), length);
        let weak = Some("the password is too easy to guess".to_owned());
        for easy in [
            "aaaaaaaaaaaaaa",
            "password12345",
            "qwertyuiop123",
            "my muster phrase 77",
            "ANNA loves quartz 9",
            "demo horse battery 3",
        ] {
            assert_eq!(refused(easy), weak, "{easy}");
        }
        for good in ["quartz-lantern-43-meadow", "Zwölf Boxkämpfer jagen Eva", "k7qm2xrb9tfd4hjw"]
        {
            assert_eq!(refused(good), None, "{good}");
        }
        assert_eq!(refused(&"ä€ß 🦉 kx".repeat(20)), None, "long and odd is no trouble");
    }

    #[tokio::test]
    async fn who_hangs_up_frees_no_place_before_the_thread_is_done() {
        let places = Arc::new(Semaphore::new(1));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let work = in_place(&places, move || wait.recv().is_ok());
        let hung_up = tokio::time::timeout(std::time::Duration::from_millis(50), work).await;
        assert!(hung_up.is_err(), "the thread waits");
        assert_eq!(places.available_permits(), 0, "it still works");
        go.send(()).expect("the thread listens");
        assert!(in_place(&places, || true).await.expect("a place in the end"));
    }

    #[test]
    fn passwords_that_the_portal_makes_are_good_ones() {
        for _ in 0..20 {
            assert_eq!(refused(&crate::random::password()), None);
        }
    }
}
