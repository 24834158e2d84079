//! Which agents are there and take sessions now: what each chose, and whether a console is open.
//! A console that closes counts as open for a short grace, so that a page that is loaded again
//! does not make its agent come and go. Pure: the time is an argument.

use std::collections::HashMap;

use corporate_protocol::{AgentId, Availability, Colleague, QueueId, Timestamp};

use crate::store::Agent;

/// All agents who take sessions.
#[derive(Default)]
pub(super) struct Staff {
    agents: Vec<Agent>,
    chosen: HashMap<AgentId, Availability>,
    desks: HashMap<AgentId, Desk>,
    grace_ms: i64,
}

/// An agent's open consoles.
#[derive(Clone, Copy, Default)]
struct Desk {
    sockets: usize,
    until: Timestamp,
}

impl Staff {
    /// Nobody, with a grace of this many milliseconds.
    pub(super) fn new(grace_ms: i64) -> Self {
        Self { grace_ms, ..Self::default() }
    }

    /// Takes in who there is, and what each chose.
    pub(super) fn replace(&mut self, agents: Vec<Agent>, chosen: HashMap<AgentId, Availability>) {
        self.agents = agents.into_iter().filter(Agent::takes_sessions).collect();
        self.sort();
        self.chosen = chosen;
    }

    /// Takes an agent's choice in.
    pub(super) fn choose(&mut self, agent: AgentId, chosen: Availability) {
        self.chosen.insert(agent, chosen);
    }

    /// An agent, as just read, has opened a console.
    pub(super) fn arrive(&mut self, agent: &Agent) {
        self.desks.entry(agent.id).or_default().sockets += 1;
        match self.agents.iter_mut().find(|known| known.id == agent.id) {
            Some(known) => known.clone_from(agent),
            None => self.agents.push(agent.clone()),
        }
        self.sort();
    }

    fn sort(&mut self) {
        self.agents.sort_by(|one, other| {
            one.name.as_str().cmp(other.name.as_str()).then(one.id.cmp(&other.id))
        });
    }

    /// A console was closed; with a grace, unless its agent signed out.
    pub(super) fn leave(&mut self, agent: AgentId, now: Timestamp, for_good: bool) {
        let until = if for_good { now } else { Timestamp(now.0.saturating_add(self.grace_ms)) };
        if let Some(desk) = self.desks.get_mut(&agent) {
            desk.sockets = desk.sockets.saturating_sub(1);
            desk.until = until;
        }
        self.desks.retain(|_, desk| desk.sockets > 0 || desk.until > now);
    }

    /// An agent who takes sessions.
    pub(super) fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.id == id)
    }

    /// Whether an agent takes sessions now.
    pub(super) fn availability(&self, agent: AgentId, now: Timestamp) -> Availability {
        let there = self.desks.get(&agent).is_some_and(|desk| desk.sockets > 0 || desk.until > now);
        if there {
            self.chosen.get(&agent).copied().unwrap_or_default()
        } else {
            Availability::Offline
        }
    }

    /// The agents who serve a queue, or any, and take sessions now.
    pub(super) fn available<'a>(
        &'a self,
        queue: Option<&'a QueueId>,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a Agent> {
        self.serving(queue)
            .filter(move |agent| self.availability(agent.id, now) == Availability::Available)
    }

    /// Whether somebody is at a console who serves a queue, even one who is busy.
    pub(super) fn is_attended(&self, queue: &QueueId, now: Timestamp) -> bool {
        self.serving(Some(queue)).any(|agent| {
            matches!(self.availability(agent.id, now), Availability::Available | Availability::Busy)
        })
    }

    fn serving<'a>(&'a self, queue: Option<&'a QueueId>) -> impl Iterator<Item = &'a Agent> {
        self.agents.iter().filter(move |agent| queue.is_none_or(|queue| agent.serves(queue)))
    }

    /// All of them as others see them, by name.
    pub(super) fn colleagues(
        &self,
        now: Timestamp,
        sessions_of: impl Fn(AgentId) -> u32,
    ) -> Vec<Colleague> {
        let colleague = |agent: &Agent| Colleague {
            id: agent.id,
            name: agent.name.clone(),
            availability: self.availability(agent.id, now),
            sessions: sessions_of(agent.id),
            most_sessions: agent.most_sessions,
            queues: agent.queues.clone(),
        };
        self.agents.iter().map(colleague).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn agent() -> Agent {
        Agent {
            id: AgentId::random(),
            email: "anna@demo.test".to_owned(),
            name: corporate_protocol::PersonName::parse("Anna").expect("a name"),
            roles: vec![corporate_protocol::Role::Agent],
            may_open_reports: false,
            queues: Vec::new(),
            most_sessions: 5,
            must_change_password: false,
            signed_in_at: None,
        }
    }

    #[test]
    fn an_agent_is_there_while_a_console_is_open_and_a_little_longer() {
        let mut staff = Staff::new(10_000);
        let agent = agent();
        let anna = agent.id;
        assert_eq!(staff.availability(anna, NOW), Availability::Offline);
        staff.arrive(&agent);
        staff.arrive(&agent);
        assert_eq!(staff.availability(anna, NOW), Availability::Available);
        staff.choose(anna, Availability::Busy);
        staff.leave(anna, NOW, false);
        assert_eq!(staff.availability(anna, NOW.plus_seconds(60)), Availability::Busy);
        staff.leave(anna, NOW, false);
        assert_eq!(staff.availability(anna, NOW.plus_seconds(9)), Availability::Busy);
        assert_eq!(staff.availability(anna, NOW.plus_seconds(10)), Availability::Offline);
        staff.arrive(&agent);
        staff.leave(anna, NOW, true);
        assert_eq!(staff.availability(anna, NOW), Availability::Offline, "who signs out is gone");
        assert!(staff.desks.is_empty());
    }
}
