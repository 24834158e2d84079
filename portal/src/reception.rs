//! Where customers come in: who may start a session, in which mode, in which queue, and with what
//! words of the form. Refuses by name; called by the controllers of chats and phone codes.

mod form;

use std::net::IpAddr;

use corporate_protocol::{
    AccountSettings, Credential, CustomerFacts, ErrorCode, EventBody, Language, Mode, QueueId,
    SessionId,
};

pub(crate) use form::{Filled, FormError};

use crate::sessions::SessionError;
use crate::state::Services;

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
    /// Something else is in the way.
    #[error(transparent)]
    Session(#[from] SessionError),
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
    let queue = match visitor.queue {
        Some(wanted) => {
            let queues = services.store.queues().await?;
            let known = queues.into_iter().any(|queue| queue.id == wanted);
            known.then_some(wanted).ok_or(ErrorCode::QueueUnknown)?
        }
        None => first_queue(services).await?,
    };
    let session = SessionId::random();
    let most = settings.most_open_chats as usize;
    let of_address = services.chats_per_address;
    if !services.sessions.workload.admit(session, visitor.address, of_address, most) {
        return Err(ErrorCode::TooManyChats.into());
    }
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
    let started = services.sessions.start(session, body).await;
    let credential = started.inspect_err(|_| services.sessions.workload.withdraw(session))?;
    Ok((session, credential))
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

/// The first queue that an available agent serves; where there is none the first of all.
async fn first_queue(services: &Services) -> Result<QueueId, ReceptionError> {
    let queues = services.store.queues().await?;
    let now = services.sessions.now();
    let staffed = queues.iter().position(|queue| services.lobby.is_staffed(Some(&queue.id), now));
    let queue = queues.into_iter().nth(staffed.unwrap_or(0));
    Ok(queue.ok_or(ErrorCode::QueueUnknown)?.id)
}
