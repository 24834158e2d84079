//! Phone mode: an agent reads out a code of nine digits, the customer types it in, and both are in
//! a session. A code works for ten minutes, once, and each agent has one at a time.
//!
//! # Guessing
//! Nine digits are 10^9 codes; codes that work number at most one an agent. Attempts are limited
//! for each address (10 at once, then one in 30 seconds; of IPv6 a network counts as one address,
//! larger ones as a few). Wrong codes are limited for all addresses together as well (120 at once,
//! then one a second): 86,520 a day. While that is used up nobody is shut out who has hardly tried:
//! each address has 3 more attempts, then one an hour, 27 in a day. Somebody with 1,000 addresses
//! who uses all of it comes to 86,520 + 27,000 = 113,520 attempts a day, and with 20 codes waiting
//! all day long hits one of them with a probability of 113,520 · 20 / 10^9 = 0.23 % a day; with
//! 10,000 addresses, as many as are remembered, 356,520 · 20 / 10^9 = 0.71 %; against more of them
//! no count helps. What is won is a customer's place in front of an agent who hears on the phone
//! that it is the wrong one: no earlier words and no screen but the guesser's own.
//!
//! Codes are kept as SHA-256. So few digits can be found again from their hash; what the hash
//! keeps is that copies and backups show no digits, which are dead ten minutes later anyway.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{
    AccountSettings, Author, ChatAfterUpgrade, Credential, CustomerFacts, ErrorCode, EventBody,
    HandoffId, Language, Mode, PhoneCode, PhoneDigits, QueueId, SecretHash, SessionId, limits,
};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use crate::rate_limit::{Allowance, GuessAllowance, GuessLimit};
use crate::reception::{self, Filled, ReceptionError};
use crate::sessions::{SessionError, Sessions};
use crate::store::{Agent, PhoneRecord, Store};

const GUESSES: GuessAllowance = GuessAllowance {
    address: Allowance { burst: 10, one_each: Duration::from_secs(30) },
    everybody: Allowance { burst: 120, one_each: Duration::from_secs(1) },
    newcomer: Allowance { burst: 3, one_each: Duration::from_hours(1) },
};
/// Attempts to find digits that no other agent has.
const DRAWS: usize = 8;

/// Somebody who types a code in, as the page sent it.
#[derive(Debug)]
pub(crate) struct Caller {
    /// Where the request came from.
    pub address: IpAddr,
    /// The code as typed.
    pub code: String,
    /// The form.
    pub filled: Filled,
    /// The language of the page.
    pub language: Option<Language>,
    /// What the browser says.
    pub facts: CustomerFacts,
}

/// Makes and takes phone codes.
pub(crate) struct Phone {
    store: Arc<dyn Store>,
    sessions: Arc<Sessions>,
    guesses: GuessLimit,
}

impl Phone {
    /// The phone codes of these sessions.
    pub(crate) fn new(store: Arc<dyn Store>, sessions: Arc<Sessions>) -> Self {
        Self { store, sessions, guesses: GuessLimit::new(GUESSES) }
    }

    /// Makes a code for an agent, in place of the last one.
    ///
    /// # Errors
    /// [`ErrorCode::ModeOff`] where the account does without; [`ErrorCode::QueueUnknown`].
    pub(crate) async fn make(
        &self,
        agent: &Agent,
        queue: Option<QueueId>,
        language: Option<Language>,
    ) -> Result<PhoneCode, SessionError> {
        let settings = self.store.account().await?.settings;
        if !settings.modes.phone {
            return Err(ErrorCode::ModeOff.into());
        }
        let queues = self.store.queues().await?;
        let mut queues = queues.into_iter().map(|known| known.id);
        let queue = match queue {
            Some(wanted) => queues.find(|known| *known == wanted),
            None => queues.find(|known| agent.serves(known)),
        };
        let now = self.sessions.now();
        let record = PhoneRecord {
            agent: agent.id,
            queue: queue.ok_or(ErrorCode::QueueUnknown)?,
            language: language.unwrap_or_else(|| first_language(&settings)),
            expires_at: now.plus_seconds(limits::PHONE_CODE_SECONDS),
        };
        for _ in 0..DRAWS {
            let number = rand::random_range(0..10_u32.pow(limits::PHONE_CODE_DIGITS as u32));
            let Some(code) = PhoneDigits::from_number(number) else { continue };
            if self.store.put_phone_code(hash(&code), &record, now).await? {
                return Ok(PhoneCode { code, expires_at: record.expires_at });
            }
        }
        Err(SessionError::Contended)
    }

    /// Takes an agent's code back.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn take_back(&self, agent: &Agent) -> Result<(), SessionError> {
        Ok(self.store.remove_phone_code(agent.id).await?)
    }

    /// Opens the session of a code, with the agent who read it out in it.
    ///
    /// # Errors
    /// [`ErrorCode::PhoneCodeUnknown`] where it is none, used, or too old; what is wrong with the
    /// form is said before the code is used up.
    pub(crate) async fn redeem(
        &self,
        caller: &Caller,
    ) -> Result<(SessionId, Credential), ReceptionError> {
        let settings = self.store.account().await?.settings;
        if !settings.modes.phone {
            return Err(ErrorCode::ModeOff.into());
        }
        let at_first = caller.language.unwrap_or_else(|| first_language(&settings));
        caller.filled.check(&settings.form, Mode::Phone, at_first)?;
        let (record, agent) = self.take(caller).await?;
        let language = reception::language(&settings, caller.language.unwrap_or(record.language));
        let words = caller.filled.check(&settings.form, Mode::Phone, language)?;
        let session = SessionId::random();
        let body = EventBody::SessionStarted {
            customer: words.customer,
            question: words.question,
            queue: record.queue,
            language,
            mode: Mode::Phone,
            email: words.email,
            facts: caller.facts.clone(),
            terms_accepted: words.terms_accepted,
            web_chat_off: !settings.web_chat,
        };
        let credential = self.sessions.start(session, body).await?;
        self.join(session, &agent, &settings).await?;
        Ok((session, credential))
    }

    /// Takes a code, once; every attempt of an address counts until one is right, and every wrong
    /// one counts for all.
    async fn take(&self, caller: &Caller) -> Result<(PhoneRecord, Agent), ReceptionError> {
        let (now, from) = (Instant::now(), caller.address);
        let attempt = self.guesses.attempt(&from, now)?;
        let Some(code) = PhoneDigits::parse(&caller.code) else {
            attempt.give_back(now);
            return Err(ErrorCode::PhoneCodeUnknown.into());
        };
        let taken = self.store.take_phone_code(hash(&code), self.sessions.now()).await;
        if !matches!(taken, Ok(None)) {
            // A right code, or a store that fails: nothing was guessed.
            attempt.give_back(now);
        }
        let record = taken?.ok_or(ErrorCode::PhoneCodeUnknown)?;
        self.guesses.forgive(&from);
        let agent = self.store.agent(record.agent).await?.filter(Agent::takes_sessions);
        Ok((record, agent.ok_or(ErrorCode::PhoneCodeUnknown)?))
    }

    /// The agent joins at once, whatever the limit of sessions: they are talking already. Where
    /// there is no web chat the way to the app is offered with it.
    async fn join(
        &self,
        session: SessionId,
        agent: &Agent,
        settings: &AccountSettings,
    ) -> Result<(), SessionError> {
        let live = self.sessions.open(session).await?;
        let author = Author::Agent { id: agent.id, name: agent.name.clone() };
        self.sessions.append(&live, &author, None, |_| Ok(EventBody::AgentJoined)).await?;
        if !settings.web_chat {
            let (handoff, chat_after) = (HandoffId::random(), ChatAfterUpgrade::Transfer);
            let offered = EventBody::UpgradeOffered { handoff, chat_after };
            self.sessions.append(&live, &author, None, |_| Ok(offered.clone())).await?;
        }
        Ok(())
    }
}

fn first_language(settings: &AccountSettings) -> Language {
    settings.languages.first().copied().unwrap_or_default()
}

/// The form in which a code is stored.
fn hash(code: &PhoneDigits) -> SecretHash {
    SecretHash(Sha256::digest(format!("phone code {}", code.as_str())).into())
}
