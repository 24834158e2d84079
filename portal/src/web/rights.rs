//! Who may use a route: the one place where rights are enforced, in front of every handler.
//! Fails closed: what can't be found out counts as not allowed. A handler reads from
//! [`SignedIn`], [`Member`] or [`AppMember`] who was let in, and never looks at cookies itself.

use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{ErrorCode, Phase, SessionId};
use serde::Deserialize;

use super::client::is_local;
use super::identity::{AppMember, app_member, member, newcomer, signed_in};
use super::{As, Failure, Member, Query};
use crate::metrics::token_hash;
use crate::state::{Services, Shared};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rights {
    /// Everybody; a secret in the body may still be needed.
    Public,
    /// Who makes codes for the opener in the session in the path: its web chat and its agents.
    CodeMaker,
    /// The app that takes part in the session in the path.
    App,
    /// Who takes part in the session in the path, and agents while it waits.
    Reader,
    /// Who takes part in the session in the path: web chat, app, its agents.
    Participant,
    /// Who takes part, and who may open reports.
    Transcript,
    /// Who may read along, and who may open reports.
    Record,
    /// An agent who takes part in the session in the path.
    AgentInSession,
    /// An agent who takes part or took part, and who may open reports.
    Assessor,
    /// Whoever is signed in, even where a new password must be chosen first.
    Newcomer,
    /// Whoever is signed in.
    SignedIn,
    /// Who takes sessions.
    Agent,
    /// Who sets the account up: managers and administrators.
    Manager,
    /// Administrators.
    Administrator,
    /// Who may open reports, whatever the role.
    Reports,
    /// Programs on this machine, and those with the token of the metrics.
    Operator,
}

impl Rights {
    /// Its name in the OpenAPI document.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::CodeMaker => "code_maker",
            Self::App => "app",
            Self::Reader => "reader",
            Self::Participant => "participant",
            Self::Transcript => "transcript",
            Self::Record => "record",
            Self::AgentInSession => "agent_in_session",
            Self::Assessor => "assessor",
            Self::Newcomer => "newcomer",
            Self::SignedIn => "signed_in",
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
            Self::Reports => "reports",
            Self::Operator => "operator",
        }
    }

    /// The security schemes of the OpenAPI document, any one of which may do.
    pub(crate) const fn schemes(self) -> &'static [&'static str] {
        match self {
            Self::Public => &[],
            Self::CodeMaker => &["chat", "agent"],
            Self::App => &["app"],
            Self::Operator => &["operator"],
            Self::Reader | Self::Participant | Self::Transcript | Self::Record => {
                &["chat", "app", "agent"]
            }
            Self::AgentInSession
            | Self::Assessor
            | Self::Newcomer
            | Self::SignedIn
            | Self::Agent
            | Self::Manager
            | Self::Administrator
            | Self::Reports => &["agent"],
        }
    }
}

/// Lets a request through to its handler, or answers why not.
pub(crate) async fn enforce(
    State((services, rights)): State<(Shared, Rights)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match admit(&services, rights, &mut parts).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(failure) => failure.into_response(),
    }
}

async fn admit(services: &Services, rights: Rights, parts: &mut Parts) -> Result<(), Failure> {
    match rights {
        Rights::Public => Ok(()),
        Rights::Operator => admit_operator(services, parts),
        Rights::App => admit_app(services, parts).await,
        Rights::CodeMaker
        | Rights::Reader
        | Rights::Participant
        | Rights::Transcript
        | Rights::Record => admit_member(services, rights, parts).await,
        Rights::AgentInSession | Rights::Assessor => admit_helper(services, rights, parts).await,
        Rights::Newcomer
        | Rights::SignedIn
        | Rights::Agent
        | Rights::Manager
        | Rights::Administrator
        | Rights::Reports => admit_agent(services, rights, parts).await,
    }
}

/// Who runs the portal. A proxy on this machine that does not say so makes everybody local: the
/// program's help warns of it.
fn admit_operator(services: &Services, parts: &Parts) -> Result<(), Failure> {
    if is_local(parts) {
        return Ok(());
    }
    let shown = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|text| text.strip_prefix("Bearer ")).map(token_hash);
    let right = shown.is_some() && shown == services.metrics_token;
    if right { Ok(()) } else { Err(ErrorCode::NotSignedIn.into()) }
}

/// The app of a session; the handler says it where the session is over.
async fn admit_app(services: &Services, parts: &mut Parts) -> Result<(), Failure> {
    let session = session(parts).await?;
    let handoff = app_member(services, &parts.headers, session).await?;
    let live = services.sessions.open(session).await?;
    let overview = live.overview();
    if overview.state.phase != Phase::Ended && !overview.app_of(handoff) {
        return Err(ErrorCode::NotInSession.into());
    }
    parts.extensions.insert(AppMember(handoff));
    Ok(())
}

/// Anybody of a session: web chat, app or agent.
async fn admit_member(
    services: &Services,
    rights: Rights,
    parts: &mut Parts,
) -> Result<(), Failure> {
    let session = session(parts).await?;
    let Query(wanted) = Query::<Wanted>::from_request_parts(parts, &()).await?;
    let member = member(services, &parts.headers, session, wanted.r#as).await?;
    let live = services.sessions.open(session).await?;
    let overview = live.overview();
    let takes_part = member.takes_part(&overview);
    let reads_reports = matches!(&member, Member::Agent(agent, _) if agent.may_open_reports);
    let allowed = match rights {
        Rights::CodeMaker if takes_part && !matches!(member, Member::App(_)) => Ok(()),
        Rights::Record if reads_reports => Ok(()),
        Rights::Reader | Rights::Record => member.may_read(&overview),
        Rights::Participant if takes_part => Ok(()),
        Rights::Transcript if takes_part || reads_reports => Ok(()),
        _ => Err(ErrorCode::NotInSession),
    };
    allowed?;
    parts.extensions.insert(member);
    Ok(())
}

/// An agent of a session, whatever else the browser has cookies for.
async fn admit_helper(
    services: &Services,
    rights: Rights,
    parts: &mut Parts,
) -> Result<(), Failure> {
    let session = session(parts).await?;
    let signed_in = signed_in(services, &parts.headers).await?;
    let live = services.sessions.open(session).await?;
    let overview = live.overview();
    let agent = &signed_in.agent;
    let reads_reports = rights == Rights::Assessor && agent.may_open_reports;
    if !reads_reports && !agent.takes_sessions() {
        return Err(ErrorCode::NotAllowed.into());
    }
    if !reads_reports && !overview.state.has_agent(agent.id) {
        return Err(ErrorCode::NotInSession.into());
    }
    parts.extensions.insert(Member::from(signed_in.clone()));
    parts.extensions.insert(signed_in);
    Ok(())
}

/// An agent with a right of its own.
async fn admit_agent(
    services: &Services,
    rights: Rights,
    parts: &mut Parts,
) -> Result<(), Failure> {
    let signed_in = match rights {
        Rights::Newcomer => newcomer(services, &parts.headers).await?,
        _ => signed_in(services, &parts.headers).await?,
    };
    let agent = &signed_in.agent;
    let allowed = match rights {
        Rights::Newcomer | Rights::SignedIn => true,
        Rights::Agent => agent.takes_sessions(),
        Rights::Manager => agent.manages(),
        Rights::Administrator => agent.administers(),
        Rights::Reports => agent.may_open_reports,
        _ => false,
    };
    if !allowed {
        return Err(ErrorCode::NotAllowed.into());
    }
    if agent.takes_sessions() {
        parts.extensions.insert(Member::from(signed_in.clone()));
    }
    parts.extensions.insert(signed_in);
    Ok(())
}

/// As whom the page asks.
#[derive(Deserialize)]
struct Wanted {
    r#as: Option<As>,
}

/// The session in a route's path.
pub(super) async fn session(parts: &mut Parts) -> Result<SessionId, Failure> {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_err(|_| ErrorCode::NotFound)?;
    let text = params.iter().find(|(name, _)| *name == "session").map(|(_, text)| text);
    let session = text.and_then(|text| text.parse().ok());
    Ok(session.ok_or(ErrorCode::NotFound)?)
}
