//! An agent who is removed or takes no sessions any more leaves those that go on: to the other
//! agents in them, or else back to the queue, where the customer waits for the next one.

use corporate_protocol::{AgentId, Author, EventBody, Phase, QueueId, SessionState};

use crate::sessions::{Live, SessionError};
use crate::state::Services;
use crate::store::{Agent, StoreError};

/// Takes an agent out of all sessions, and out of what others have asked the agent to join.
///
/// # Errors
/// [`SessionError`] where the store fails.
pub(super) async fn leave_all(services: &Services, agent: &Agent) -> Result<(), SessionError> {
    for live in services.sessions.all_open().await? {
        let overview = live.overview();
        if overview.state.invitation(agent.id).is_some() {
            let withdrawn = EventBody::InvitationWithdrawn { agent: agent.id };
            note(services, &live, &Author::Portal, |state| {
                state.invitation(agent.id).map(|_| withdrawn.clone())
            })
            .await?;
        }
        if overview.state.has_agent(agent.id) {
            leave(services, &live, agent).await?;
        }
    }
    Ok(())
}

async fn leave(services: &Services, live: &Live, agent: &Agent) -> Result<(), SessionError> {
    let author = Author::Agent { id: agent.id, name: agent.name.clone() };
    note(services, live, &author, |state| {
        let others = state.has_agent(agent.id) && state.agents.len() > 1;
        others.then_some(EventBody::AgentLeft)
    })
    .await?;
    note(services, live, &Author::Portal, |state| {
        let offered = state.phase == Phase::Upgrading && !state.app_joined();
        (is_alone(state, agent.id) && offered).then_some(EventBody::UpgradeCancelled)
    })
    .await?;
    let queues = services.store.queues().await?;
    let known = |queue: &QueueId| queues.iter().any(|known| known.id == *queue);
    let first = queues.first().ok_or(StoreError::Corrupt("list of queues"))?;
    note(services, live, &Author::Portal, |state| {
        let queue = state.queue.clone().filter(known).unwrap_or_else(|| first.id.clone());
        is_alone(state, agent.id).then_some(EventBody::HandedToQueue { queue })
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
