//! Who asks: a web chat by its cookie, an app by its bearer credential, an agent by a sign-in.
//! A request is exactly one of them; what that one may do in a session is decided here too.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use corporate_protocol::{Author, Credential, ErrorCode, HandoffId, Phase, SessionId, Via};
use serde::Deserialize;

use super::Failure;
use super::cookie::{AGENT_COOKIE, read_chat_cookie, read_cookie};
use crate::sessions::{Overview, Participant, Side};
use crate::state::{Services, Shared};
use crate::store::{Agent, CustomerAccess};

/// Where one browser holds both cookies, the page says which of them it means. That gives no
/// right: it only chooses among those that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum As {
    /// The web chat.
    Customer,
    /// The agent.
    Agent,
}

/// Somebody at a session's door.
#[derive(Clone, Debug)]
pub(crate) enum Member {
    /// The web chat.
    Web,
    /// The app that came by this hand-off.
    App(HandoffId),
    /// An agent, and the sign-in that must stay good.
    Agent(Box<Agent>, Credential),
}

impl Member {
    /// As whom events are signed.
    pub(crate) fn author(&self) -> Author {
        match self {
            Self::Web => Author::Customer { via: Via::Web },
            Self::App(_) => Author::Customer { via: Via::App },
            Self::Agent(agent, _) => Author::Agent { id: agent.id, name: agent.name.clone() },
        }
    }

    /// As whom a socket is counted.
    pub(crate) const fn participant(&self) -> Participant {
        match self {
            Self::Web => Participant::Web,
            Self::App(_) => Participant::App,
            Self::Agent(..) => Participant::Agent,
        }
    }

    /// Which side of a session this one is on.
    pub(crate) const fn side(&self) -> Side {
        match self {
            Self::Web => Side::Web,
            Self::App(_) => Side::App,
            Self::Agent(agent, _) => Side::Agent(agent.id),
        }
    }

    /// Whether this one takes part in the session now.
    pub(crate) fn takes_part(&self, overview: &Overview) -> bool {
        match self {
            Self::Web => true,
            Self::App(handoff) => overview.app_of(*handoff),
            Self::Agent(agent, _) => agent.takes_sessions() && overview.state.has_agent(agent.id),
        }
    }

    /// Whether this one may read along now: those who take part, agents who were asked to, and
    /// those whose queue it waits in.
    pub(crate) fn may_read(&self, overview: &Overview) -> Result<(), ErrorCode> {
        let state = &overview.state;
        match self {
            Self::Agent(agent, _) if !agent.takes_sessions() => Err(ErrorCode::NotAllowed),
            _ if self.takes_part(overview) => Ok(()),
            Self::Agent(agent, _) => {
                let waits = state.phase == Phase::Waiting;
                let serves = state.queue.as_ref().is_some_and(|queue| agent.serves(queue));
                let invited = state.invitation(agent.id).is_some();
                if invited || (waits && serves) { Ok(()) } else { Err(ErrorCode::NotInSession) }
            }
            Self::Web | Self::App(_) => Err(ErrorCode::NotInSession),
        }
    }

    /// Whether the sign-in behind this one is still good, and the agent still one who takes
    /// sessions; customers' credentials outlast theirs.
    pub(crate) async fn still_signed_in(&self, services: &Services) -> bool {
        match self {
            Self::Web | Self::App(_) => true,
            Self::Agent(_, credential) => {
                let agent = services.door.agent(credential).await;
                matches!(agent, Ok(Some(agent)) if agent.takes_sessions())
            }
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<Result<Credential, ErrorCode>> {
    let value = headers.get(header::AUTHORIZATION)?;
    let secret = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
    let secret = secret.and_then(|text| Credential::parse(text).ok());
    Some(secret.ok_or(ErrorCode::NotSignedIn))
}

async fn access(services: &Services, secret: &Credential) -> Result<CustomerAccess, Failure> {
    let access = services.store.credential(secret.hash(), services.sessions.now()).await?;
    Ok(access.ok_or(ErrorCode::NotSignedIn)?)
}

fn customer(access: CustomerAccess, session: SessionId) -> Result<Member, ErrorCode> {
    match access.handoff {
        _ if access.session != session => Err(ErrorCode::NotInSession),
        None => Ok(Member::Web),
        Some(handoff) => Ok(Member::App(handoff)),
    }
}

/// Who asks about a session: bearer credential first, then the cookie that fits the session.
pub(super) async fn member(
    services: &Services,
    headers: &HeaderMap,
    session: SessionId,
    wanted: Option<As>,
) -> Result<Member, Failure> {
    if let Some(secret) = bearer(headers) {
        return Ok(customer(access(services, &secret?).await?, session)?);
    }
    let cookie = read_chat_cookie(headers, &services.origin).filter(|_| wanted != Some(As::Agent));
    let chat = match cookie {
        Some(secret) => match access(services, &secret).await {
            Ok(access) => customer(access, session),
            Err(_) => Err(ErrorCode::NotSignedIn),
        },
        None => Err(ErrorCode::NotSignedIn),
    };
    match (chat, wanted) {
        (Ok(member), _) => Ok(member),
        (Err(code), Some(As::Customer)) => Err(code.into()),
        (Err(code), _) => match find_signed_in(services, headers).await? {
            Some(found) if found.agent.must_change_password => Err(ErrorCode::NotAllowed.into()),
            Some(found) => Ok(Member::from(found)),
            None => Err(code.into()),
        },
    }
}

/// The app that asks about a session.
pub(super) async fn app_member(
    services: &Services,
    headers: &HeaderMap,
    session: SessionId,
) -> Result<HandoffId, Failure> {
    let secret = bearer(headers).ok_or(ErrorCode::NotSignedIn)??;
    match customer(access(services, &secret).await?, session)? {
        Member::App(handoff) => Ok(handoff),
        Member::Web | Member::Agent(..) => Err(ErrorCode::NotAllowed.into()),
    }
}

async fn find_signed_in(
    services: &Services,
    headers: &HeaderMap,
) -> Result<Option<SignedIn>, Failure> {
    let Some(credential) = read_cookie(headers, &services.origin, AGENT_COOKIE) else {
        return Ok(None);
    };
    let agent = services.door.agent(&credential).await?;
    Ok(agent.map(|agent| SignedIn { agent, credential }))
}

/// The agent of a request's sign-in, even one who must choose a new password first.
pub(super) async fn newcomer(
    services: &Services,
    headers: &HeaderMap,
) -> Result<SignedIn, Failure> {
    Ok(find_signed_in(services, headers).await?.ok_or(ErrorCode::NotSignedIn)?)
}

/// The agent of a request's sign-in.
pub(super) async fn signed_in(
    services: &Services,
    headers: &HeaderMap,
) -> Result<SignedIn, Failure> {
    let signed_in = newcomer(services, headers).await?;
    if signed_in.agent.must_change_password {
        return Err(ErrorCode::NotAllowed.into());
    }
    Ok(signed_in)
}

/// An agent who is signed in.
#[derive(Clone)]
pub(crate) struct SignedIn {
    /// Who.
    pub(crate) agent: Agent,
    /// The sign-in.
    pub(crate) credential: Credential,
}

impl From<SignedIn> for Member {
    fn from(SignedIn { agent, credential }: SignedIn) -> Self {
        Self::Agent(Box::new(agent), credential)
    }
}

/// The app that was let in, by its hand-off.
#[derive(Clone, Copy)]
pub(crate) struct AppMember(pub(crate) HandoffId);

/// Reads who was let in by the route's rights. Without such rights nobody was.
macro_rules! let_in {
    ($name:ty) => {
        impl<S: Send + Sync> FromRequestParts<S> for $name {
            type Rejection = Failure;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
                let found = parts.extensions.get::<Self>().cloned();
                Ok(found.ok_or(ErrorCode::NotAllowed)?)
            }
        }
    };
}

let_in!(SignedIn);
let_in!(Member);
let_in!(AppMember);

/// A customer's browser with a chat.
pub(crate) struct WebChat(pub(crate) CustomerAccess);

impl FromRequestParts<Shared> for WebChat {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, services: &Shared) -> Result<Self, Failure> {
        let secret =
            read_chat_cookie(&parts.headers, &services.origin).ok_or(ErrorCode::NotSignedIn)?;
        Ok(Self(access(services, &secret).await?))
    }
}
