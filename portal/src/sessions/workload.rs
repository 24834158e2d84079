//! Who has which open sessions, and how many there are: counted while logs are read, so that
//! nobody goes through all sessions for it. Knows the sessions of this process and those that it
//! was told of; the lobby opens all of them at the start. Memory: one entry an open session. Which
//! address a session came from is kept nowhere else: after a start of the portal each address
//! begins to be counted anew, while the counts of all together go on.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use corporate_protocol::{AgentId, Phase, SessionId, SessionState, Timestamp};

/// Counts of open sessions.
#[derive(Default)]
pub(crate) struct Workload(Mutex<Books>);

#[derive(Default)]
struct Books {
    /// Open sessions, with the agents who are counted for each.
    open: HashMap<SessionId, Vec<AgentId>>,
    agents: HashMap<AgentId, Busy>,
    addresses: HashMap<IpAddr, HashSet<SessionId>>,
    address_of: HashMap<SessionId, IpAddr>,
    /// Open sessions that are messages left for later; they have a room of their own.
    messages: HashSet<SessionId>,
}

/// How much room there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// For sessions of one address, messages among them.
    pub of_address: usize,
    /// For sessions whose customer waits or chats.
    pub chats: usize,
    /// For messages left for later, beside the chats.
    pub messages: usize,
}

/// What one agent has.
#[derive(Default)]
struct Busy {
    sessions: HashSet<SessionId>,
    changed_at: Timestamp,
}

impl Workload {
    /// Takes in where a session stands after an event of this time.
    pub(crate) fn follow(&self, session: SessionId, state: &SessionState, at: Timestamp) {
        let mut books = self.lock();
        let now: Vec<AgentId> = match state.phase {
            Phase::Ended => {
                books.close(session);
                return books.recount(session, &[], at);
            }
            _ => state.agents.iter().map(|agent| agent.id).collect(),
        };
        books.recount(session, &now, at);
        books.open.insert(session, now);
    }

    /// Counts a session for an agent before it is taken; false where `most` are counted already.
    pub(crate) fn reserve(&self, agent: AgentId, session: SessionId, most: u32) -> bool {
        let mut books = self.lock();
        let busy = books.agents.entry(agent).or_default();
        let room = busy.sessions.len() < most as usize || busy.sessions.contains(&session);
        if room {
            busy.sessions.insert(session);
        }
        room
    }

    /// Takes a reservation back.
    pub(crate) fn release(&self, agent: AgentId, session: SessionId) {
        if let Some(busy) = self.lock().agents.get_mut(&agent) {
            busy.sessions.remove(&session);
        }
    }

    /// Says that a session is a message left for later.
    pub(crate) fn is_message(&self, session: SessionId) {
        self.lock().messages.insert(session);
    }

    /// Lets a new session in from an address, unless there are too many.
    pub(crate) fn admit(
        &self,
        session: SessionId,
        from: IpAddr,
        is_message: bool,
        room: Room,
    ) -> bool {
        let from = site(from);
        let mut books = self.lock();
        let here = books.addresses.get(&from).map_or(0, HashSet::len);
        let messages = books.messages.len();
        let of_kind = if is_message {
            messages < room.messages
        } else {
            books.open.len().saturating_sub(messages) < room.chats
        };
        let room = here < room.of_address && of_kind;
        if room {
            if is_message {
                books.messages.insert(session);
            }
            books.open.insert(session, Vec::new());
            books.addresses.entry(from).or_default().insert(session);
            books.address_of.insert(session, from);
        }
        room
    }

    /// Takes back what was let in and could not be started.
    pub(crate) fn withdraw(&self, session: SessionId) {
        self.lock().close(session);
    }

    /// How many sessions an agent has.
    pub(crate) fn sessions_of(&self, agent: AgentId) -> u32 {
        let count = self.lock().agents.get(&agent).map_or(0, |busy| busy.sessions.len());
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// When an agent got or lost a session the last time; the beginning of time where never.
    pub(crate) fn idle_since(&self, agent: AgentId) -> Timestamp {
        self.lock().agents.get(&agent).map(|busy| busy.changed_at).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    fn close(&mut self, session: SessionId) {
        self.messages.remove(&session);
        if let Some(address) = self.address_of.remove(&session)
            && let Some(sessions) = self.addresses.get_mut(&address)
        {
            sessions.remove(&session);
            if sessions.is_empty() {
                self.addresses.remove(&address);
            }
        }
        let counted = self.open.remove(&session).unwrap_or_default();
        for agent in counted {
            self.leave(agent, session);
        }
    }

    fn leave(&mut self, agent: AgentId, session: SessionId) {
        if let Some(busy) = self.agents.get_mut(&agent) {
            busy.sessions.remove(&session);
        }
    }

    /// Counts a session for these agents and for nobody else.
    fn recount(&mut self, session: SessionId, now: &[AgentId], at: Timestamp) {
        let before = self.open.get(&session).cloned().unwrap_or_default();
        for gone in before.iter().filter(|agent| !now.contains(agent)) {
            self.leave(*gone, session);
            self.agents.entry(*gone).or_default().changed_at = at;
        }
        for new in now.iter().filter(|agent| !before.contains(agent)) {
            let busy = self.agents.entry(*new).or_default();
            busy.sessions.insert(session);
            busy.changed_at = at;
        }
    }
}

/// What counts as one address: of IPv6 the network, as one household has 2^64 addresses.
fn site(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{AgentInSession, PersonName};

    use super::*;

    fn with(agents: &[AgentId], phase: Phase) -> SessionState {
        let name = PersonName::parse("Anna").expect("a name");
        let agents = agents.iter().map(|id| AgentInSession { id: *id, name: name.clone() });
        SessionState { agents: agents.collect(), phase, ..SessionState::default() }
    }

    #[test]
    fn an_agent_is_counted_from_joining_to_leaving_or_the_end() {
        let load = Workload::default();
        let (anna, ben) = (AgentId::random(), AgentId::random());
        let (one, two) = (SessionId::random(), SessionId::random());
        load.follow(one, &with(&[anna], Phase::Chatting), Timestamp(1));
        load.follow(two, &with(&[anna, ben], Phase::Chatting), Timestamp(2));
        assert_eq!((load.sessions_of(anna), load.sessions_of(ben)), (2, 1));
        load.follow(two, &with(&[ben], Phase::Chatting), Timestamp(3));
        assert_eq!((load.sessions_of(anna), load.idle_since(anna)), (1, Timestamp(3)));
        load.follow(one, &with(&[anna], Phase::Ended), Timestamp(4));
        assert_eq!(load.sessions_of(anna), 0);
        assert_eq!(load.lock().open.len(), 1);
    }

    #[test]
    fn the_last_place_is_given_once() {
        let load = Workload::default();
        let anna = AgentId::random();
        let (one, two) = (SessionId::random(), SessionId::random());
        assert!(load.reserve(anna, one, 1));
        assert!(load.reserve(anna, one, 1), "the same session again");
        assert!(!load.reserve(anna, two, 1));
        load.release(anna, one);
        assert!(load.reserve(anna, two, 1));
    }

    #[test]
    fn an_address_has_so_many_and_all_together_so_many() {
        let load = Workload::default();
        let from = |text: &str| text.parse::<IpAddr>().expect("an address");
        let room = Room { of_address: 1, chats: 3, messages: 1 };
        let admit = |address| load.admit(SessionId::random(), from(address), false, room);
        let first = SessionId::random();
        assert!(load.admit(first, from("2001:db8::1"), false, room));
        assert!(!admit("2001:db8::2"), "the same network");
        assert!(admit("192.0.2.1"));
        assert!(admit("192.0.2.2"));
        assert!(!admit("192.0.2.3"));
        load.follow(first, &with(&[], Phase::Ended), Timestamp(1));
        assert!(admit("2001:db8::2"));
        assert_eq!(load.lock().addresses.len(), 3);
    }

    #[test]
    fn messages_that_are_left_take_no_chats_place() {
        let load = Workload::default();
        let room = Room { of_address: 9, chats: 1, messages: 2 };
        let from = "192.0.2.1".parse::<IpAddr>().expect("an address");
        let admit = |is_message| load.admit(SessionId::random(), from, is_message, room);
        let first = SessionId::random();
        assert!(load.admit(first, from, true, room));
        assert!(admit(true));
        assert!(!admit(true), "no room for more messages");
        assert!(admit(false), "a chat has a place of its own");
        assert!(!admit(false));
        load.follow(first, &with(&[], Phase::Ended), Timestamp(1));
        assert!(admit(true));
    }
}
