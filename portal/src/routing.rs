//! Web mode: a session that waits without a queue of its choice rings the next free agent for a
//! while, then the next; each at most once while it waits, and everybody may take it meanwhile.
//! Who was rung stands in the log, so that a portal that starts again goes on where it was.

use std::collections::HashMap;

use corporate_protocol::{
    AgentId, AgentInSession, Author, Availability, EventBody, Mode, Phase, QueueId, SessionState,
    Timestamp,
};

use crate::sessions::{Live, Overview, SessionError};
use crate::state::Services;

/// An agent who could be rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Who.
    pub agent: AgentInSession,
    /// Sessions that the agent has, and those that ring there now.
    pub sessions: u32,
    /// Sessions that the agent has at most.
    pub most_sessions: u32,
    /// Since when the agent has not got or lost one.
    pub idle_since: Timestamp,
}

/// How many sessions ring at each agent.
pub(crate) type Ringing = HashMap<AgentId, u32>;

/// The next free agent: the fewest sessions, then the longest without a new one.
pub(crate) fn next_free(candidates: impl IntoIterator<Item = Candidate>) -> Option<AgentInSession> {
    candidates
        .into_iter()
        .filter(|one| one.sessions < one.most_sessions)
        .min_by_key(|one| (one.sessions, one.idle_since, one.agent.id))
        .map(|one| one.agent)
}

/// Whether a session rings agents at all now.
pub(crate) fn rings(overview: &Overview) -> bool {
    let web = overview.start.as_ref().is_some_and(|start| start.mode == Mode::Web);
    web && overview.state.phase == Phase::Waiting
}

/// Looks after one session that rings: ends what has rung for too long, and rings the next.
///
/// # Errors
/// [`SessionError`] where the store fails.
pub(crate) async fn look_after(
    services: &Services,
    live: &Live,
    ringing: &mut Ringing,
) -> Result<(), SessionError> {
    let now = services.sessions.now();
    if let Some((agent, since)) = live.overview().ringing {
        let rings_on = now.0 < since.0.saturating_add(services.timings.ring.as_millis() as i64)
            && services.lobby.availability(agent, now) == Availability::Available;
        if rings_on {
            return Ok(());
        }
        let withdrawn = EventBody::InvitationWithdrawn { agent };
        let stands = |state: &SessionState| {
            let ours = state.invitation(agent).is_some_and(|invitation| invitation.by.is_none());
            ours.then(|| withdrawn.clone())
        };
        services.sessions.note(live, &Author::Portal, stands).await?;
    }
    let overview = live.overview();
    let Some(queue) = overview.state.queue.as_ref().filter(|_| rings(&overview)) else {
        return Ok(());
    };
    let Some(agent) = next_free(candidates(services, queue, &overview.rung, ringing)) else {
        return Ok(());
    };
    let id = agent.id;
    let invited = EventBody::AgentInvited { agent, takes_over: false };
    let free = |state: &SessionState| {
        let alone = state.invitations.is_empty() && state.phase == Phase::Waiting;
        alone.then(|| invited.clone())
    };
    services.sessions.note(live, &Author::Portal, free).await?;
    *ringing.entry(id).or_default() += 1;
    Ok(())
}

fn candidates(
    services: &Services,
    queue: &QueueId,
    rung: &[AgentId],
    ringing: &Ringing,
) -> Vec<Candidate> {
    let workload = &services.sessions.workload;
    let candidate = |agent: crate::store::Agent| Candidate {
        sessions: workload.sessions_of(agent.id) + ringing.get(&agent.id).copied().unwrap_or(0),
        most_sessions: agent.most_sessions,
        idle_since: workload.idle_since(agent.id),
        agent: AgentInSession { id: agent.id, name: agent.name },
    };
    let available = services.lobby.available(queue, services.sessions.now());
    available.into_iter().filter(|agent| !rung.contains(&agent.id)).map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use corporate_protocol::PersonName;

    use super::*;

    fn candidate(number: u128, sessions: u32, idle_since: i64) -> Candidate {
        let id = AgentId::from_uuid(uuid::Uuid::from_u128(number));
        let name = PersonName::parse("Anna").expect("a name");
        Candidate {
            agent: AgentInSession { id, name },
            sessions,
            most_sessions: 3,
            idle_since: Timestamp(idle_since),
        }
    }

    #[test]
    fn the_next_free_agent_has_the_fewest_sessions_and_waited_longest() {
        let next = |candidates: &[Candidate]| next_free(candidates.to_vec()).map(|agent| agent.id);
        let (one, two, three) = (candidate(1, 2, 0), candidate(2, 1, 50), candidate(3, 1, 40));
        let full = candidate(4, 3, 0);
        let all = [one.clone(), two.clone(), three.clone(), full.clone()];
        assert_eq!(next(&all), Some(three.agent.id));
        assert_eq!(next(&[one.clone(), two.clone()]), Some(two.agent.id));
        assert_eq!(next(&[one.clone(), full.clone()]), Some(one.agent.id));
        assert_eq!(next(&[full]), None);
    }
}
