//! What agents do with their own account: another password, a second factor, recovery codes, the
//! devices on which they are signed in. Whoever weakens the account proves the password first.

use std::fmt::Write as _;
use std::sync::PoisonError;

use corporate_protocol::{AuditAction, Code, ErrorCode, NewSecondFactor, SignInDevice, SignInId};
use qrcodegen::{QrCode, QrCodeEcc};
use tokio::time::Instant;

use super::budget::Guesser;
use super::totp::{self, SECRET_BYTES};
use super::{Door, SignInError, check_choice, hash_password};
use crate::random;
use crate::store::{Agent, AuditNote, NewHash};
use crate::web::SignedIn;

/// Recovery codes of one second factor.
const RECOVERY_CODES: usize = 10;
/// Wrong codes in a row of which managers read in the audit list.
const WRONG_FACTORS: u32 = 5;

/// What pages show of a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SecondFactorState {
    /// Whether it is asked for.
    pub(crate) on: bool,
    /// Recovery codes that are left.
    pub(crate) recovery_codes: u32,
}

impl Door {
    /// Lets pass who has no second factor, or shows it; the sealed secret that was checked.
    pub(super) async fn check_second_factor(
        &self,
        who: &Guesser,
        agent: &Agent,
        shown: Option<String>,
    ) -> Result<Option<Vec<u8>>, SignInError> {
        let Some(sealed) = self.store.second_factor(agent.id).await?.secret else {
            return Ok(None);
        };
        let shown = shown.unwrap_or_default();
        let shown: String = shown.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        if shown.is_empty() {
            return Err(ErrorCode::SecondFactorNeeded.into());
        }
        self.budgets.guess_factor(who, agent.id, Instant::now())?;
        let secret = self.unseal(agent, &sealed)?;
        let right = match totp::step_of(&secret, &shown, self.clock.now()) {
            Some(step) => self.store.use_step(agent.id, step).await?,
            None => match Code::parse(&shown) {
                Some(code) => {
                    let hash = self.vault.recovery_hash(agent.id, &code.to_string());
                    self.store.use_recovery_code(agent.id, hash).await?
                }
                None => false,
            },
        };
        self.count_factor(agent, right).await?;
        if right { Ok(Some(sealed)) } else { Err(ErrorCode::SecondFactorWrong.into()) }
    }

    /// Notes for the managers when wrong codes come in a row: whoever sends them has the password.
    async fn count_factor(&self, agent: &Agent, right: bool) -> Result<(), SignInError> {
        let wrong = {
            let mut counts = self.wrong_factors.lock().unwrap_or_else(PoisonError::into_inner);
            let count = counts.entry(agent.id).or_default();
            *count = if right { 0 } else { count.saturating_add(1) };
            let wrong = *count;
            if right {
                counts.remove(&agent.id);
            }
            wrong
        };
        if wrong == WRONG_FACTORS {
            let action = AuditAction::SecondFactorGuessed { email: agent.email.clone() };
            let note = AuditNote { at: self.clock.now(), by: None, action };
            self.store.put_audit(&note).await?;
        }
        Ok(())
    }

    fn unseal(&self, agent: &Agent, sealed: &[u8]) -> Result<totp::Secret, SignInError> {
        let secret = self.vault.unseal(agent.id, sealed).ok_or(SignInError::Sealed)?;
        secret.try_into().map_err(|_| SignInError::Sealed)
    }

    fn note(&self, agent: &Agent, action: AuditAction) -> AuditNote {
        AuditNote { at: self.clock.now(), by: Some(agent.email.clone()), action }
    }

    /// The password of one who is signed in already; guesses count like those at the door.
    async fn prove(&self, by: &SignedIn, password: String) -> Result<(), SignInError> {
        let agent = &by.agent;
        let who = standing_for(by);
        self.budgets.guess(&who, &agent.email, Instant::now())?;
        let found = self.store.agent_by_email(&agent.email).await?.map(|(_, lock)| lock.hash);
        if !self.checks.is_right(password, found, true).await? {
            return Err(ErrorCode::WrongPassword.into());
        }
        self.budgets.forgive(&who, &agent.email, agent.id);
        Ok(())
    }

    /// Gives an agent another password and ends the other sign-ins.
    ///
    /// # Errors
    /// [`ErrorCode::WrongPassword`] for a wrong old one; [`SignInError::PasswordWeak`] and
    /// [`SignInError::PasswordLength`] for a bad new one, and for the old one again.
    pub(crate) async fn change_password(
        &self,
        by: &SignedIn,
        old: String,
        new: String,
        company: &str,
    ) -> Result<(), SignInError> {
        let agent = &by.agent;
        self.prove(by, old.clone()).await?;
        if old == new {
            return Err(SignInError::PasswordWeak);
        }
        let about = [agent.email.clone(), agent.name.as_str().to_owned(), company.to_owned()];
        let hash = tokio::task::spawn_blocking(move || {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            check_choice(&new, &about)?;
            hash_password(&new)
        });
        let hash = hash.await.map_err(|_| SignInError::Hash)??;
        let note = self.note(agent, AuditAction::PasswordChanged);
        let hash = NewHash { hash: &hash, must_change: false, expires_at: None };
        let keep = Some(by.credential.hash());
        if !self.store.set_password(agent.id, hash, keep, &note).await? {
            return Err(ErrorCode::NotSignedIn.into());
        }
        self.tell_sockets();
        Ok(())
    }

    /// The agent's second factor.
    ///
    /// # Errors
    /// [`SignInError::Store`] where the store fails.
    pub(crate) async fn second_factor(
        &self,
        agent: &Agent,
    ) -> Result<SecondFactorState, SignInError> {
        let record = self.store.second_factor(agent.id).await?;
        let on = record.secret.is_some();
        Ok(SecondFactorState { on, recovery_codes: if on { record.recovery_codes } else { 0 } })
    }

    /// Makes a secret that counts once it was confirmed.
    ///
    /// # Errors
    /// [`ErrorCode::WrongPassword`]; [`ErrorCode::NotNow`] where there is a second factor.
    pub(crate) async fn new_second_factor(
        &self,
        by: &SignedIn,
        password: String,
        company: &str,
    ) -> Result<NewSecondFactor, SignInError> {
        let agent = &by.agent;
        self.prove(by, password).await?;
        if self.store.second_factor(agent.id).await?.secret.is_some() {
            return Err(ErrorCode::NotNow.into());
        }
        let secret: [u8; SECRET_BYTES] = rand::random();
        let sealed = self.vault.seal(agent.id, &secret).ok_or(SignInError::Sealed)?;
        self.store.put_second_factor(agent.id, &sealed).await?;
        let uri = totp::uri(&secret, company, &agent.email);
        let qr_svg = picture(&uri).unwrap_or_default();
        Ok(NewSecondFactor { secret: in_fours(&totp::base32(&secret)), uri, qr_svg })
    }

    /// Asks for the second factor from now on; the answer is the only time that recovery codes
    /// are shown.
    ///
    /// # Errors
    /// [`ErrorCode::SecondFactorWrong`]; [`ErrorCode::NotNow`] where nothing waits.
    pub(crate) async fn confirm_second_factor(
        &self,
        by: &SignedIn,
        digits: &str,
    ) -> Result<Vec<String>, SignInError> {
        let agent = &by.agent;
        let record = self.store.second_factor(agent.id).await?;
        let sealed = record.pending.filter(|_| record.secret.is_none()).ok_or(ErrorCode::NotNow)?;
        let who = standing_for(by);
        self.budgets.guess_factor(&who, agent.id, Instant::now())?;
        let digits: String = digits.chars().filter(char::is_ascii_digit).take(8).collect();
        let secret = self.unseal(agent, &sealed)?;
        let step = totp::step_of(&secret, &digits, self.clock.now());
        let step = step.ok_or(ErrorCode::SecondFactorWrong)?;
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| random::code().to_string()).collect();
        let hashes: Vec<_> =
            codes.iter().map(|code| self.vault.recovery_hash(agent.id, code)).collect();
        let note = self.note(agent, AuditAction::SecondFactorChanged { on: true });
        let done =
            self.store.confirm_second_factor(agent.id, &sealed, step, &hashes, &note).await?;
        if done { Ok(codes) } else { Err(ErrorCode::NotNow.into()) }
    }

    /// Takes the second factor away from who shows it once more, and ends the other sign-ins.
    ///
    /// # Errors
    /// [`ErrorCode::WrongPassword`]; [`ErrorCode::SecondFactorNeeded`] and
    /// [`ErrorCode::SecondFactorWrong`]; [`ErrorCode::NotFound`] where there is none.
    pub(crate) async fn remove_second_factor(
        &self,
        by: &SignedIn,
        password: String,
        code: String,
    ) -> Result<(), SignInError> {
        self.prove(by, password).await?;
        let who = standing_for(by);
        self.check_second_factor(&who, &by.agent, Some(code)).await?;
        self.budgets.forgive(&who, &by.agent.email, by.agent.id);
        let note = self.note(&by.agent, AuditAction::SecondFactorChanged { on: false });
        let keep = Some(by.credential.hash());
        if !self.store.remove_second_factor(by.agent.id, keep, &note).await? {
            return Err(ErrorCode::NotFound.into());
        }
        self.tell_sockets();
        Ok(())
    }

    /// The devices on which the agent is signed in, the last used first.
    ///
    /// # Errors
    /// [`SignInError::Store`] where the store fails.
    pub(crate) async fn sign_ins(&self, by: &SignedIn) -> Result<Vec<SignInDevice>, SignInError> {
        let records = self.store.sign_ins(by.agent.id, self.clock.now()).await?;
        let own = by.credential.hash();
        let device = |record: crate::store::SignInRecord| SignInDevice {
            id: record.id,
            current: record.hash == own,
            browser: record.browser,
            system: record.system,
            signed_in_at: record.signed_in_at,
            used_at: record.used_at,
        };
        Ok(records.into_iter().map(device).collect())
    }

    /// Ends one of the agent's sign-ins.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where there is none of this name.
    pub(crate) async fn end_sign_in(&self, by: &Agent, id: SignInId) -> Result<(), SignInError> {
        if !self.store.end_sign_in(by.id, id).await? {
            return Err(ErrorCode::NotFound.into());
        }
        self.tell_sockets();
        Ok(())
    }

    /// Ends all of the agent's sign-ins, this one too.
    ///
    /// # Errors
    /// [`SignInError::Store`] where the store fails.
    pub(crate) async fn sign_out_everywhere(&self, by: &Agent) -> Result<(), SignInError> {
        let note = self.note(by, AuditAction::SignedOutEverywhere);
        self.store.end_sign_ins(by.id, &note).await?;
        self.tell_sockets();
        Ok(())
    }
}

/// A sign-in stands for its device: nobody else can use its budget up.
fn standing_for(by: &SignedIn) -> Guesser {
    let hash = by.credential.hash().0;
    Guesser::Known(std::array::from_fn(|at| hash[at]))
}

fn in_fours(text: &str) -> String {
    let mut grouped = String::new();
    for (at, letter) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    grouped
}

/// A QR code (ISO/IEC 18004) with its quiet zone, black on white whatever the page's colours.
fn picture(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size();
    let mut dark = String::new();
    for y in 0..side {
        for x in (0..side).filter(|x| code.get_module(*x, y)) {
            // Writing to a string can't fail.
            write!(dark, "M{} {}h1v1h-1z", x + 4, y + 4).ok();
        }
    }
    let whole = side + 8;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/>\
         <path d=\"{dark}\"/></svg>"
    ))
}
