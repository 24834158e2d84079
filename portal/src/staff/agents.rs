//! The account's agents: added, changed, removed, given new passwords. Managers do so with plain
//! agents; whatever touches a manager, an administrator or the right to reports is an
//! administrator's. Whoever is removed or loses a role is signed out at once.

use corporate_protocol::{
    AgentDetails, AgentId, AuditAction, EmailAddress, ErrorCode, ManagedAgent, NewPassword, Role,
    limits, settings,
};

use super::{ManageError, leaving, refused};
use crate::agents::{SignInError, hash_password, normal_email};
use crate::random;
use crate::state::Services;
use crate::store::{Agent, AgentChange, NewHash, StoreError};

/// How long a password that a manager has made opens the door: it travels by ways that nobody
/// here knows.
const PASSWORD_SECONDS: i64 = 7 * 24 * 3600;

/// All agents, by e-mail address.
///
/// # Errors
/// [`StoreError`] where the store fails.
pub(crate) async fn list(services: &Services) -> Result<Vec<ManagedAgent>, StoreError> {
    let second_factors = services.store.second_factors().await?;
    let agents = services.store.agents().await?.into_iter();
    Ok(agents.map(|agent| managed(agent, &second_factors)).collect())
}

/// Adds an agent; the answer is the only time that the password is shown.
///
/// # Errors
/// [`ManageError::Refused`] with the field that is unfit or beyond the rights of `by`.
pub(crate) async fn add(
    services: &Services,
    by: &Agent,
    details: AgentDetails,
) -> Result<NewPassword, ManageError> {
    let details = checked(services, details).await?;
    check_grants(by, &details)?;
    let _turn = services.managing.lock().await;
    if services.store.agents().await?.len() >= settings::AGENTS {
        return Err(ErrorCode::TooLarge.into());
    }
    let agent = Agent {
        id: AgentId::random(),
        must_change_password: true,
        signed_in_at: None,
        ..decided(details)
    };
    let (password, hash) = new_password().await?;
    let action = AuditAction::AgentAdded { email: agent.email.clone() };
    let note = services.audit.entry(Some(by), action);
    made(services.store.add_agent(&agent, for_a_week(services, &hash), &note).await?)?;
    tell(services);
    tracing::info!(agent.id = %agent.id, by.id = %by.id, "agent added");
    Ok(NewPassword { agent: agent.id, password })
}

/// Changes an agent.
///
/// # Errors
/// [`ManageError::Refused`] with the field that is unfit or beyond the rights of `by`.
pub(crate) async fn change(
    services: &Services,
    by: &Agent,
    id: AgentId,
    details: AgentDetails,
) -> Result<ManagedAgent, ManageError> {
    let details = checked(services, details).await?;
    let _turn = services.managing.lock().await;
    let old = within_reach(services, by, id).await?;
    check_grants(by, &details)?;
    let new = Agent {
        id,
        must_change_password: old.must_change_password,
        signed_in_at: old.signed_in_at,
        ..decided(details)
    };
    if by.id == id && !new.administers() {
        return Err(refused(own_role(services).await?, "roles"));
    }
    let fields = changed_fields(&old, &new);
    let second_factors = services.store.second_factors().await?;
    if fields.is_empty() {
        return Ok(managed(new, &second_factors));
    }
    let demoted = old.roles.iter().any(|role| !new.roles.contains(role));
    let action = AuditAction::AgentChanged { email: new.email.clone(), fields };
    let note = services.audit.entry(Some(by), action);
    made(services.store.change_agent(&new, demoted, &note).await?)?;
    tell(services);
    if old.takes_sessions() && !new.takes_sessions() {
        leaving::leave_all(services, &old).await?;
    }
    tracing::info!(agent.id = %id, by.id = %by.id, "agent changed");
    Ok(managed(new, &second_factors))
}

/// Removes an agent, who leaves all sessions.
///
/// # Errors
/// [`ErrorCode::NotAllowed`] for oneself, and for agents beyond the rights of `by`.
pub(crate) async fn remove(
    services: &Services,
    by: &Agent,
    id: AgentId,
) -> Result<(), ManageError> {
    let _turn = services.managing.lock().await;
    let agent = within_reach(services, by, id).await?;
    if by.id == id {
        return Err(own_role(services).await?.into());
    }
    let action = AuditAction::AgentRemoved { email: agent.email.clone() };
    made(services.store.remove_agent(id, &services.audit.entry(Some(by), action)).await?)?;
    tell(services);
    leaving::leave_all(services, &agent).await?;
    tracing::info!(agent.id = %id, by.id = %by.id, "agent removed");
    Ok(())
}

/// Gives an agent a new password, to be changed at the first sign-in within a week, and ends all
/// sign-ins.
///
/// # Errors
/// [`ErrorCode::NotAllowed`] for oneself, who proves the old one instead, and for agents beyond the
/// rights of `by`.
pub(crate) async fn reset_password(
    services: &Services,
    by: &Agent,
    id: AgentId,
) -> Result<NewPassword, ManageError> {
    let _turn = services.managing.lock().await;
    let agent = within_reach(services, by, id).await?;
    if by.id == id {
        return Err(ErrorCode::NotAllowed.into());
    }
    let (password, hash) = new_password().await?;
    let hash = for_a_week(services, &hash);
    let note = services.audit.entry(Some(by), AuditAction::PasswordReset { email: agent.email });
    if !services.store.set_password(id, hash, None, &note).await? {
        return Err(ErrorCode::NotFound.into());
    }
    tell(services);
    tracing::info!(agent.id = %id, by.id = %by.id, "password reset");
    Ok(NewPassword { agent: id, password })
}

/// Takes the second factor away from an agent who has lost it.
///
/// # Errors
/// [`ErrorCode::NotFound`] where there is none, [`ErrorCode::NotAllowed`] for oneself, who shows the
/// password instead, and for agents beyond the rights of `by`.
pub(crate) async fn reset_second_factor(
    services: &Services,
    by: &Agent,
    id: AgentId,
) -> Result<(), ManageError> {
    let _turn = services.managing.lock().await;
    let agent = within_reach(services, by, id).await?;
    if by.id == id {
        return Err(ErrorCode::NotAllowed.into());
    }
    let action = AuditAction::SecondFactorReset { email: agent.email };
    let note = services.audit.entry(Some(by), action);
    if !services.store.remove_second_factor(id, None, &note).await? {
        return Err(ErrorCode::NotFound.into());
    }
    tracing::info!(agent.id = %id, by.id = %by.id, "second factor reset");
    Ok(())
}

/// The agent, where `by` may change that one.
///
/// # Errors
/// [`ErrorCode::NotFound`] where there is none, [`ErrorCode::NotAllowed`] where `by` may not.
async fn within_reach(services: &Services, by: &Agent, id: AgentId) -> Result<Agent, ManageError> {
    let agent = services.store.agent(id).await?.ok_or(ErrorCode::NotFound)?;
    let plain = is_plain(&agent.roles, agent.may_open_reports);
    if plain || by.administers() { Ok(agent) } else { Err(ErrorCode::NotAllowed.into()) }
}

/// Whether managers may give and change this: nothing in it leads beyond an agent's own sessions.
fn is_plain(roles: &[Role], may_open_reports: bool) -> bool {
    roles.iter().all(|role| *role == Role::Agent) && !may_open_reports
}

fn check_grants(by: &Agent, details: &AgentDetails) -> Result<(), ManageError> {
    if by.administers() || is_plain(&details.roles, details.may_open_reports) {
        return Ok(());
    }
    let field = if is_plain(&details.roles, false) { "may_open_reports" } else { "roles" };
    Err(refused(ErrorCode::NotAllowed, field))
}

/// Why nobody takes the own role of an administrator away.
async fn own_role(services: &Services) -> Result<ErrorCode, StoreError> {
    let agents = services.store.agents().await?;
    let alone = agents.iter().filter(|agent| agent.administers()).count() == 1;
    Ok(if alone { ErrorCode::LastAdministrator } else { ErrorCode::NotAllowed })
}

/// The same details in the form in which they are kept.
async fn checked(
    services: &Services,
    mut details: AgentDetails,
) -> Result<AgentDetails, ManageError> {
    details.email = normal_email(&details.email);
    if EmailAddress::parse(&details.email).is_err() {
        return Err(refused(ErrorCode::EmailInvalid, "email"));
    }
    if !(1..=limits::SESSIONS_PER_AGENT).contains(&details.most_sessions) {
        return Err(refused(ErrorCode::SettingInvalid, "most_sessions"));
    }
    let queues = services.store.queues().await?;
    for (number, wanted) in details.queues.iter().enumerate() {
        if queues.iter().all(|queue| queue.id != *wanted) {
            return Err(refused(ErrorCode::QueueUnknown, format!("queues.{number}")));
        }
    }
    let AgentDetails { roles, queues: served, .. } = &mut details;
    let all = [Role::Agent, Role::Manager, Role::Administrator];
    *roles = all.into_iter().filter(|role| roles.contains(role)).collect();
    *served = queues.into_iter().map(|queue| queue.id).filter(|id| served.contains(id)).collect();
    Ok(details)
}

/// Makes sockets and lists look at the agents again.
fn tell(services: &Services) {
    services.door.tell_sockets();
    services.lobby.staff_changed();
}

/// What was decided about an agent who has no id and no password yet.
fn decided(details: AgentDetails) -> Agent {
    let AgentDetails { email, name, roles, may_open_reports, queues, most_sessions } = details;
    Agent {
        id: AgentId::random(),
        email,
        name,
        roles,
        may_open_reports,
        queues,
        most_sessions,
        must_change_password: false,
        signed_in_at: None,
    }
}

fn managed(agent: Agent, second_factors: &[AgentId]) -> ManagedAgent {
    let Agent { id, email, name, roles, may_open_reports, queues, most_sessions, .. } = agent;
    ManagedAgent {
        id,
        details: AgentDetails { email, name, roles, may_open_reports, queues, most_sessions },
        second_factor: second_factors.contains(&id),
        signed_in_at: agent.signed_in_at,
    }
}

/// The names of what is not the same.
pub(crate) fn changed_fields(old: &Agent, new: &Agent) -> Vec<String> {
    let fields = [
        ("email", old.email != new.email),
        ("name", old.name != new.name),
        ("roles", old.roles != new.roles),
        ("may_open_reports", old.may_open_reports != new.may_open_reports),
        ("queues", old.queues != new.queues),
        ("most_sessions", old.most_sessions != new.most_sessions),
    ];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name.to_owned()).collect()
}

fn made(change: AgentChange) -> Result<(), ManageError> {
    match change {
        AgentChange::Done => Ok(()),
        AgentChange::EmailTaken => Err(refused(ErrorCode::EmailTaken, "email")),
        AgentChange::Unknown => Err(ErrorCode::NotFound.into()),
        AgentChange::LastAdministrator => Err(refused(ErrorCode::LastAdministrator, "roles")),
    }
}

/// How a password is kept that a manager has made.
fn for_a_week<'a>(services: &Services, hash: &'a str) -> NewHash<'a> {
    let expires_at = Some(services.sessions.now().plus_seconds(PASSWORD_SECONDS));
    NewHash { hash, must_change: true, expires_at }
}

async fn new_password() -> Result<(String, String), ManageError> {
    let password = random::password();
    let text = password.clone();
    let hash = tokio::task::spawn_blocking(move || hash_password(&text)).await;
    Ok((password, hash.map_err(|_| SignInError::Hash)??))
}
