//! An agent who is removed or takes no sessions any more leaves those that go on: to the other
//! agents in them, or else back to the queue, where the customer waits for the next one. Called
//! with the change; looks again every minute for what the command line has changed.

use std::collections::HashSet;

use corporate_protocol::{
    AgentId, AgentInSession, Author, EventBody, Phase, QueueId, SessionState,
};

use crate::sessions::{Live, SessionError};
use crate::state::{Services, Shared};
use crate::store::{Agent, StoreError};

/// Looks for agents who are gone, until the portal stops.
pub(crate) fn watch(services: &Shared) {
    let services = Shared::clone(services);
    let tasks = services.tasks.clone();
    tasks.spawn(async move {
        loop {
            if let Err(error) = look(&services).await {
                tracing::error!(%error, "sessions of removed agents can't be looked for");
            }
            tokio::select! {
                () = services.stop.cancelled() => return,
                () = tokio::time::sleep(services.timings.staff_every) => {}
            }
        }
    });
}

async fn look(services: &Services) -> Result<(), SessionError> {
    let _turn = services.managing.lock().await;
    let agents = services.store.agents().await?.into_iter();
    let here: HashSet<_> = agents.filter(Agent::takes_sessions).map(|agent| agent.id).collect();
    for live in services.sessions.all_open().await? {
        let state = live.overview().state.clone();
        let asked = state.invitations.into_iter().map(|invitation| invitation.agent);
        for agent in state.agents.into_iter().chain(asked) {
            if !here.contains(&agent.id) {
                leave(services, &live, &agent).await?;
            }
        }
    }
    Ok(())
}

/// Takes an agent out of all sessions, and out of what others have asked the agent to join.
///
/// # Errors
/// [`SessionError`] where the store fails.
pub(super) async fn leave_all(services: &Services, agent: &Agent) -> Result<(), SessionError> {
    let agent = AgentInSession { id: agent.id, name: agent.name.clone() };
    for live in services.sessions.all_open().await? {
        leave(services, &live, &agent).await?;
    }
    Ok(())
}

async fn leave(
    services: &Services,
    live: &Live,
    agent: &AgentInSession,
) -> Result<(), SessionError> {
    let overview = live.overview();
    if overview.state.invitation(agent.id).is_some() {
        note(services, live, &Author::Portal, |state| {
            let asked = state.invitation(agent.id);
            asked.map(|_| EventBody::InvitationWithdrawn { agent: agent.id })
        })
        .await?;
    }
    if !overview.state.has_agent(agent.id) {
        return Ok(());
    }
    let author = Author::Agent { id: agent.id, name: agent.name.clone() };
    note(services, live, &author, |state| {
        let others = state.has_agent(agent.id) && state.agents.len() > 1;
        others.then_some(EventBody::AgentLeft)
    })
    .await?;
    back_to_queue(services, live, agent.id).await
}

/// Gives a session that has nobody else back to its queue, or the first one where that is gone.
async fn back_to_queue(
    services: &Services,
    live: &Live,
    agent: AgentId,
) -> Result<(), SessionError> {
    note(services, live, &Author::Portal, |state| {
        let offered = state.phase == Phase::Upgrading && !state.app_joined();
        (is_alone(state, agent) && offered).then_some(EventBody::UpgradeCancelled)
    })
    .await?;
    let queues = services.store.queues().await?;
    let known = |queue: &QueueId| queues.iter().any(|known| known.id == *queue);
    let first = queues.first().ok_or(StoreError::Corrupt("list of queues"))?;
    note(services, live, &Author::Portal, |state| {
        let queue = state.queue.clone().filter(known).unwrap_or_else(|| first.id.clone());
        is_alone(state, agent).then_some(EventBody::HandedToQueue { queue })
    })
    .await
}

fn is_alone(state: &SessionState, agent: AgentId) -> bool {
    state.has_agent(agent) && state.agents.len() == 1
}

async fn note(
    services: &Services,
    live: &Live,
    author: &Author,
    decide: impl Fn(&SessionState) -> Option<EventBody> + Send + Sync,
) -> Result<(), SessionError> {
    let open = |state: &SessionState| decide(state).filter(|_| state.phase != Phase::Ended);
    services.sessions.note(live, author, open).await
}
