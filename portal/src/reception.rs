//! Where customers come in: who may start a session, in which mode, in which queue, and with what
//! words of the form. Refuses by name; called by the controllers of chats and phone codes.

mod form;

use std::net::IpAddr;

use corporate_protocol::{
    AccountSettings, Credential, CustomerFacts, ErrorCode, EventBody, Language, Mode, QueueId,
    SessionId,
};

pub(crate) use form::{Filled, FormError};

use crate::rate_limit::TooSoon;
use crate::sessions::{Room, SessionError};
use crate::state::Services;
use form::Words;

/// Somebody who wants to chat, as the page sent it.
#[derive(Debug)]
pub(crate) struct Visitor {
    /// Where the request came from.
    pub address: IpAddr,
    /// The form.
    pub filled: Filled,
    /// The queue that was chosen.
    pub queue: Option<QueueId>,
    /// The language of the page.
    pub language: Language,
    /// Whether this is a message for later.
    pub leave_message: bool,
    /// What the browser says.
    pub facts: CustomerFacts,
}

/// Why a visitor does not come in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReceptionError {
    /// A field of the form is not as it must be.
    #[error(transparent)]
    Form(#[from] FormError),
    /// There were too many attempts.
    #[error("too many attempts")]
    TooSoon(TooSoon),
    /// Something else is in the way.
    #[error(transparent)]
    Session(#[from] SessionError),
}

impl From<TooSoon> for ReceptionError {
    fn from(wait: TooSoon) -> Self {
        Self::TooSoon(wait)
    }
}

impl From<ErrorCode> for ReceptionError {
    fn from(code: ErrorCode) -> Self {
        Self::Session(code.into())
    }
}

impl From<crate::store::StoreError> for ReceptionError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Session(error.into())
    }
}

/// Opens a chat by the account's rules.
///
/// # Errors
/// [`ReceptionError`] with the code and, where one is meant, the field.
pub(crate) async fn start(
    services: &Services,
    visitor: Visitor,
) -> Result<(SessionId, Credential), ReceptionError> {
    let settings = services.store.account().await?.settings;
    let mode = mode(&settings, &visitor)?;
    let language = language(&settings, visitor.language);
    let words = visitor.filled.check(&settings.form, mode, language)?;
    let session = SessionId::random();
    let chats = settings.most_open_chats as usize;
    let room = Room { of_address: services.chats_per_address, chats, messages: (chats / 2).max(1) };
    let is_message = mode == Mode::Message;
    if !services.sessions.workload.admit(session, visitor.address, is_message, room) {
        return Err(ErrorCode::TooManyChats.into());
    }
    let started = begin(services, session, mode, language, words, visitor).await;
    let credential = started.inspect_err(|_| services.sessions.workload.withdraw(session))?;
    Ok((session, credential))
}

/// Opens the session in its queue, with nobody removing that queue meanwhile.
async fn begin(
    services: &Services,
    session: SessionId,
    mode: Mode,
    language: Language,
    words: Words,
    visitor: Visitor,
) -> Result<Credential, ReceptionError> {
    let _turn = services.managing.lock().await;
    let queue = queue(services, visitor.queue).await?;
    let body = EventBody::SessionStarted {
        customer: words.customer,
        question: words.question,
        queue,
        language,
        mode,
        email: words.email,
        facts: visitor.facts,
        terms_accepted: words.terms_accepted,
        web_chat_off: false,
    };
    Ok(services.sessions.start(session, body).await?)
}

/// The mode that a visitor asks for, where the account has it.
fn mode(settings: &AccountSettings, visitor: &Visitor) -> Result<Mode, ErrorCode> {
    if !settings.web_chat {
        return Err(ErrorCode::ChatOff);
    }
    let modes = &settings.modes;
    let (mode, on) = match (visitor.leave_message, &visitor.queue) {
        (true, _) => (Mode::Message, modes.message),
        (false, Some(_)) => (Mode::Queue, modes.queue),
        (false, None) => (Mode::Web, modes.web),
    };
    if on { Ok(mode) } else { Err(ErrorCode::ModeOff) }
}

/// A language that the account's customers get.
pub(crate) fn language(settings: &AccountSettings, wanted: Language) -> Language {
    let known = settings.languages.contains(&wanted).then_some(wanted);
    known.or(settings.languages.first().copied()).unwrap_or(wanted)
}

/// The queue that was chosen. Where none was, or one that was removed while the customer filled
/// in the form, the first that an available agent serves, or the first of all.
async fn queue(services: &Services, wanted: Option<QueueId>) -> Result<QueueId, ReceptionError> {
    let queues = services.store.queues().await?;
    if let Some(wanted) = wanted.filter(|wanted| queues.iter().any(|queue| queue.id == *wanted)) {
        return Ok(wanted);
    }
    let now = services.sessions.now();
    let staffed = queues.iter().position(|queue| services.lobby.is_staffed(Some(&queue.id), now));
    let queue = queues.into_iter().nth(staffed.unwrap_or(0));
    Ok(queue.ok_or(ErrorCode::QueueUnknown)?.id)
}
