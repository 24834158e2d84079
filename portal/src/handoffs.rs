//! The hand-off from web chat to app: makes codes, turns a code into a ticket, a ticket into a
//! younger one, and a ticket into the app's credential, each once. Each step stands in the session's
//! log, the first few codes and refusals too. A code of no session is counted by [`Guesses`].

mod expiry;
mod guesses;

use std::sync::Arc;

use corporate_protocol::{
    Author, ChatAfterUpgrade, Code, Credential, ErrorCode, EventBody, HandoffId, HandoffOffer,
    Language, Machine, PersonName, Phase, SecretHash, SessionId, SessionState, System, Ticket,
    Timestamp, UpgradeStep, Via, limits,
};

pub(crate) use expiry::overdue;
pub(crate) use guesses::Guesses;

use crate::random;
use crate::sessions::{CREDENTIAL_SECONDS, Live, SessionError, Sessions};
use crate::store::{CustomerAccess, Pass, PassKind, Store};

/// Codes of one hand-off that work at the same time; a page that is loaded again makes another.
const CODES_AT_ONCE: usize = 5;
/// Codes that are logged of one hand-off, of the page and of agents each: whoever makes many must
/// not fill the log. The first after an expiry is always logged.
const CODES_LOGGED: usize = 5;
/// Refusals that are logged of one hand-off for each reason: whoever finds a spent code must not
/// fill the log, nor hide a refusal of another kind.
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

/// A code or ticket that works, and its session.
pub(crate) struct Shown {
    live: Arc<Live>,
    pass: Pass,
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

    /// Makes a new code for the offer that stands in a session: for the page's download, or for an
    /// agent to read out.
    ///
    /// # Errors
    /// [`ErrorCode::NotNow`] where no upgrade is under way.
    pub(crate) async fn offer(
        &self,
        live: &Live,
        maker: &Author,
        system: System,
    ) -> Result<HandoffOffer, SessionError> {
        let overview = self.sessions.catch_up(live).await?;
        let handoff = open_handoff(&overview.state)?;
        let code = random::code();
        let pass = self.new_pass(PassKind::Code, live.id, handoff, None);
        let expires_at = pass.expires_at;
        self.store.put_pass(random::code_hash(&code), pass, CODES_AT_ONCE).await?;
        let read_out = matches!(maker, Author::Agent { .. });
        let made = EventBody::CodeMade { handoff, read_out };
        self.sessions
            .note(live, maker, |state| {
                let stands = open_handoff(state) == Ok(handoff);
                let tells = live.overview().codes.tells(read_out, CODES_LOGGED);
                (stands && tells).then(|| made.clone())
            })
            .await?;
        let file_name = format!("{}{}", code.file_name(), system.program_ending());
        let url = format!("/download/{file_name}");
        Ok(HandoffOffer { code, file_name, url, expires_at })
    }

    /// Looks a code up for a download, which does not use it up.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it is unknown, used or too old.
    pub(crate) async fn look_up(&self, code: &Code) -> Result<Shown, SessionError> {
        self.show(random::code_hash(code), PassKind::Code, Via::Web).await
    }

    /// Logs the first download of a hand-off's opener.
    ///
    /// # Errors
    /// [`SessionError`] where the store fails.
    pub(crate) async fn fetched(&self, shown: Shown, system: System) -> Result<(), SessionError> {
        let Shown { live, pass } = shown;
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
        let Shown { live, pass } = self.take(random::code_hash(code), PassKind::Code).await?;
        let ticket = random::secret();
        let renewable = self.sessions.now().plus_seconds(limits::RENEWAL_SECONDS);
        let new = self.new_pass(PassKind::Ticket, pass.session, pass.handoff, Some(renewable));
        self.store.put_pass(ticket.hash(), new, 1).await?;
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

    /// Turns a ticket into a younger one, for as long as its offer stands and not for more than an
    /// hour after its code was redeemed. Its answer may be lost: until the younger one is shown
    /// the same ticket gets another in its place.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it is unknown, used, too old, or its offer is gone.
    pub(crate) async fn renew(&self, ticket: &Ticket) -> Result<Ticket, SessionError> {
        let (old, now) = (ticket.hash(), self.sessions.now());
        let Shown { live, pass } = self.find(old, PassKind::Ticket).await?;
        let renewable = pass.renewable_until.is_some_and(|until| until > now);
        let stands = self.check(&live, &Pass { used: false, ..pass });
        let stands = stands.and(if renewable { Ok(()) } else { Err(ErrorCode::TicketExpired) });
        if let Err(code) = stands {
            let code = if pass.used { ErrorCode::TicketUsed } else { code };
            return self.refuse(&live, code, Via::App).await;
        }
        let ticket = random::secret();
        let new = self.new_pass(PassKind::Ticket, pass.session, pass.handoff, pass.renewable_until);
        if self.store.exchange_pass(old, ticket.hash(), new, now).await? {
            Ok(ticket)
        } else {
            self.refuse(&live, ErrorCode::TicketUsed, Via::App).await
        }
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
        let Shown { live, pass } = self.take(ticket.hash(), PassKind::Ticket).await?;
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
    async fn take(&self, hash: SecretHash, kind: PassKind) -> Result<Shown, SessionError> {
        let shown = self.show(hash, kind, Via::App).await?;
        if self.store.use_pass(hash, kind, self.sessions.now()).await? {
            Ok(shown)
        } else {
            self.refuse(&shown.live, used(kind), Via::App).await
        }
    }

    /// Finds a code or ticket that still works; `via` says who shows it.
    async fn show(
        &self,
        hash: SecretHash,
        kind: PassKind,
        via: Via,
    ) -> Result<Shown, SessionError> {
        let shown = self.find(hash, kind).await?;
        match self.check(&shown.live, &shown.pass) {
            Ok(()) => Ok(shown),
            Err(code) => self.refuse(&shown.live, code, via).await,
        }
    }

    /// Finds a code or ticket, whether it still works or not.
    async fn find(&self, hash: SecretHash, kind: PassKind) -> Result<Shown, SessionError> {
        let pass = self.store.pass(hash, kind).await?.ok_or(unknown(kind))?;
        let live = self.sessions.open(pass.session).await?;
        Ok(Shown { live, pass })
    }

    async fn refuse<T>(&self, live: &Live, code: ErrorCode, via: Via) -> Result<T, SessionError> {
        self.note_refused(live, code, via).await?;
        Err(code.into())
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
            self.note_refused(live, code, Via::App).await?;
        }
        logged.map(|_| ())
    }

    /// Logs that a code or ticket was refused, a few times and not after the session's end.
    async fn note_refused(
        &self,
        live: &Live,
        reason: ErrorCode,
        via: Via,
    ) -> Result<(), SessionError> {
        tracing::warn!(session.id = %live.id, error.code = ?reason, "hand-off refused");
        let customer = Author::Customer { via };
        let refused = EventBody::HandoffRefused { reason };
        self.sessions
            .note(live, &customer, |state| {
                let refusals = &live.overview().refusals;
                let alike = refusals
                    .iter()
                    .filter(|(known, why)| *known == customer && *why == reason)
                    .count();
                let tells = state.phase != Phase::Ended && alike < REFUSALS;
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

    fn new_pass(
        &self,
        kind: PassKind,
        session: SessionId,
        handoff: HandoffId,
        renewable_until: Option<Timestamp>,
    ) -> Pass {
        let created_at = self.sessions.now();
        let seconds = match kind {
            PassKind::Code => limits::CODE_SECONDS,
            PassKind::Ticket => limits::TICKET_SECONDS,
        };
        let expires_at = created_at.plus_seconds(seconds);
        Pass { kind, session, handoff, created_at, expires_at, used: false, renewable_until }
    }
}

const fn unknown(kind: PassKind) -> ErrorCode {
    match kind {
        PassKind::Code => ErrorCode::CodeUnknown,
        PassKind::Ticket => ErrorCode::TicketUnknown,
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
