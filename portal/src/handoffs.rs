//! The hand-off from web chat to app: makes codes, turns a code into a ticket and a ticket into
//! the app's credential, each once. Refusals are answered with a code, and the first few written
//! into the session's log where the session is known.

use std::sync::Arc;

use corporate_protocol::{
    Author, ChatAfterUpgrade, Code, Credential, ErrorCode, EventBody, HandoffId, HandoffOffer,
    Language, Machine, PersonName, Phase, SecretHash, SessionId, SessionState, System, Ticket,
    UpgradeStep, Via, limits,
};

use crate::random;
use crate::sessions::{CREDENTIAL_SECONDS, Live, SessionError, Sessions};
use crate::store::{CustomerAccess, Pass, PassKind, Store};

/// Codes of one hand-off that work at the same time; a page that is loaded again makes another.
const CODES_AT_ONCE: usize = 5;
/// Refusals that are logged of one hand-off: whoever finds a spent code must not fill the log.
const REFUSALS: usize = 3;

/// The app may come: for the opener.
pub(crate) struct Redeemed {
    /// For the app, once.
    pub ticket: Ticket,
    /// The agent who offered the upgrade.
    pub agent: PersonName,
    /// The customer's language.
    pub language: Language,
}

/// The app is in: for the app.
pub(crate) struct Joined {
    /// The session.
    pub live: Arc<Live>,
    /// The hand-off that brought the app.
    pub handoff: HandoffId,
    /// For its further requests.
    pub credential: Credential,
    /// The customer's language.
    pub language: Language,
    /// Where the customer chats from now on.
    pub chat_after: ChatAfterUpgrade,
}

/// Makes and takes codes and tickets.
pub(crate) struct Handoffs {
    store: Arc<dyn Store>,
    sessions: Arc<Sessions>,
}

impl Handoffs {
    /// The hand-offs of these sessions.
    pub(crate) fn new(store: Arc<dyn Store>, sessions: Arc<Sessions>) -> Self {
        Self { store, sessions }
    }

    /// Makes a new code for the offer that stands in a session.
    ///
    /// # Errors
    /// [`ErrorCode::NotNow`] where no upgrade is under way.
    pub(crate) async fn offer(
        &self,
        live: &Live,
        system: System,
    ) -> Result<HandoffOffer, SessionError> {
        let overview = self.sessions.catch_up(live).await?;
        let handoff = open_handoff(&overview.state)?;
        let code = random::code();
        let expires_at = self
            .put(PassKind::Code, random::code_hash(&code), live.id, handoff, CODES_AT_ONCE)
            .await?;
        let file_name = format!("{}{}", code.file_name(), system.program_ending());
        let url = format!("/download/{file_name}");
        Ok(HandoffOffer { code, file_name, url, expires_at })
    }

    /// Looks a code up for a download, which does not use it up.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it is unknown, used or too old.
    pub(crate) async fn known(&self, code: &Code) -> Result<(Arc<Live>, Pass), SessionError> {
        let pass = self.store.pass(random::code_hash(code), PassKind::Code).await?;
        let pass = pass.ok_or(ErrorCode::CodeUnknown)?;
        let live = self.sessions.open(pass.session).await?;
        self.check(&live, &pass)?;
        Ok((live, pass))
    }

    /// Logs the first download of a hand-off's opener.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it is unknown, used or too old.
    pub(crate) async fn fetched(&self, code: &Code, system: System) -> Result<(), SessionError> {
        let (live, pass) = self.known(code).await?;
        let customer = Author::Customer { via: Via::Web };
        self.sessions
            .note(&live, &customer, |state| {
                let first = state.handoff == Some(pass.handoff)
                    && state.upgrade == Some(UpgradeStep::Offered);
                first.then_some(EventBody::OpenerFetched { handoff: pass.handoff, system })
            })
            .await
    }

    /// Turns a code into a ticket.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it is unknown, used, too old, or its offer is gone.
    pub(crate) async fn redeem(
        &self,
        code: &Code,
        machine: &Machine,
    ) -> Result<Redeemed, SessionError> {
        let hash = random::code_hash(code);
        let (live, pass) = self.take(hash, PassKind::Code, ErrorCode::CodeUnknown).await?;
        let ticket = random::secret();
        self.put(PassKind::Ticket, ticket.hash(), pass.session, pass.handoff, 1).await?;
        let started = EventBody::OpenerStarted { handoff: pass.handoff, system: machine.system };
        self.go_on(&live, &pass, started).await?;
        let overview = live.overview();
        let agent = overview.offered.as_ref().map(|(_, name)| name.clone());
        Ok(Redeemed {
            ticket,
            agent: agent.ok_or(ErrorCode::Internal)?,
            language: overview.state.language,
        })
    }

    /// Turns a ticket into the app's credential.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it is unknown, used, too old, or its offer is gone.
    pub(crate) async fn join(
        &self,
        ticket: &Ticket,
        machine: &Machine,
    ) -> Result<Joined, SessionError> {
        let hash = ticket.hash();
        let (live, pass) = self.take(hash, PassKind::Ticket, ErrorCode::TicketUnknown).await?;
        let credential = random::secret();
        let access = CustomerAccess {
            session: pass.session,
            handoff: Some(pass.handoff),
            expires_at: self.sessions.now().plus_seconds(CREDENTIAL_SECONDS),
        };
        self.store.put_credential(credential.hash(), access).await?;
        let joined = EventBody::AppJoined {
            handoff: pass.handoff,
            system: machine.system,
            version: machine.version.clone(),
        };
        self.go_on(&live, &pass, joined).await?;
        let overview = live.overview();
        let (language, chat_after) = (overview.state.language, overview.state.chat_after);
        Ok(Joined { live, handoff: pass.handoff, credential, language, chat_after })
    }

    /// Uses a code or ticket up; exactly one caller gets it.
    async fn take(
        &self,
        hash: SecretHash,
        kind: PassKind,
        unknown: ErrorCode,
    ) -> Result<(Arc<Live>, Pass), SessionError> {
        let pass = self.store.pass(hash, kind).await?.ok_or(unknown)?;
        let live = self.sessions.open(pass.session).await?;
        let refused = match self.check(&live, &pass) {
            Ok(()) if self.store.use_pass(hash, kind, self.sessions.now()).await? => {
                return Ok((live, pass));
            }
            Ok(()) => used(kind),
            Err(code) => code,
        };
        self.note_refused(&live, refused).await?;
        Err(refused.into())
    }

    /// Logs the step that a secret was used up for. The offer may have gone since it was taken,
    /// and another may stand in its place.
    async fn go_on(&self, live: &Live, pass: &Pass, step: EventBody) -> Result<(), SessionError> {
        let customer = Author::Customer { via: Via::App };
        let logged = self
            .sessions
            .append(live, &customer, None, |state| {
                let stands = open_handoff(state) == Ok(pass.handoff);
                stands.then(|| step.clone()).ok_or(expired(pass.kind))
            })
            .await;
        if let Err(SessionError::Refused(code)) = logged {
            self.note_refused(live, code).await?;
        }
        logged.map(|_| ())
    }

    /// Logs that a code or ticket was refused, a few times and not after the session's end.
    async fn note_refused(&self, live: &Live, reason: ErrorCode) -> Result<(), SessionError> {
        tracing::warn!(session.id = %live.id, error.code = ?reason, "hand-off refused");
        let customer = Author::Customer { via: Via::App };
        let refused = EventBody::HandoffRefused { reason };
        self.sessions
            .note(live, &customer, |state| {
                let tells = state.phase != Phase::Ended && live.overview().refusals < REFUSALS;
                tells.then(|| refused.clone())
            })
            .await
    }

    fn check(&self, live: &Live, pass: &Pass) -> Result<(), ErrorCode> {
        let state = &live.overview().state;
        if pass.used {
            return Err(used(pass.kind));
        }
        if state.phase == Phase::Ended {
            return Err(ErrorCode::SessionEnded);
        }
        let offer_stands = open_handoff(state) == Ok(pass.handoff);
        if pass.expires_at <= self.sessions.now() || !offer_stands {
            return Err(expired(pass.kind));
        }
        Ok(())
    }

    async fn put(
        &self,
        kind: PassKind,
        hash: SecretHash,
        session: SessionId,
        handoff: HandoffId,
        most: usize,
    ) -> Result<corporate_protocol::Timestamp, SessionError> {
        let created_at = self.sessions.now();
        let seconds = match kind {
            PassKind::Code => limits::CODE_SECONDS,
            PassKind::Ticket => limits::TICKET_SECONDS,
        };
        let expires_at = created_at.plus_seconds(seconds);
        let pass = Pass { kind, session, handoff, created_at, expires_at, used: false };
        self.store.put_pass(hash, pass, most).await?;
        Ok(expires_at)
    }
}

const fn used(kind: PassKind) -> ErrorCode {
    match kind {
        PassKind::Code => ErrorCode::CodeUsed,
        PassKind::Ticket => ErrorCode::TicketUsed,
    }
}

const fn expired(kind: PassKind) -> ErrorCode {
    match kind {
        PassKind::Code => ErrorCode::CodeExpired,
        PassKind::Ticket => ErrorCode::TicketExpired,
    }
}

/// The hand-off that may go on: an upgrade is under way and no app has come.
fn open_handoff(state: &SessionState) -> Result<HandoffId, ErrorCode> {
    match state.handoff {
        Some(handoff) if state.phase == Phase::Upgrading && !state.app_joined() => Ok(handoff),
        _ => Err(ErrorCode::NotNow),
    }
}

#[cfg(test)]
mod tests;
