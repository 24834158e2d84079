//! Outbox and cursor together, as a property: whatever is cut whenever, each command is carried
//! out once and in order, and each event is seen once and in order. No I/O.

use std::collections::VecDeque;

use corporate_link::{Cursor, Outbox};
use corporate_protocol::{Command, CommandBody, CommandId, Event, Seq, SessionId, SessionState};
use proptest::prelude::*;

use crate::portal::event;

#[derive(Clone, Debug)]
enum Step {
    /// The user asks for something.
    Ask,
    /// The client sends its next command.
    Send,
    /// The portal takes the next command off the line.
    Arrive,
    /// The client takes the next message off the line.
    Receive,
    /// Everything on the line is lost; the client comes back and resumes.
    Cut,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Ask),
        4 => Just(Step::Send),
        4 => Just(Step::Arrive),
        6 => Just(Step::Receive),
        1 => Just(Step::Cut),
    ]
}

enum Message {
    Events(Vec<Event>),
    Confirmed(CommandId),
}

struct World {
    session: SessionId,
    asked: Vec<CommandId>,
    outbox: Outbox,
    cursor: Cursor,
    seen: Vec<u64>,
    to_portal: VecDeque<Command>,
    to_client: VecDeque<Message>,
    /// What the portal has carried out; each made one event.
    done: Vec<CommandId>,
}

impl World {
    fn new() -> Self {
        let session = SessionId::random();
        Self {
            session,
            asked: Vec::new(),
            outbox: Outbox::default(),
            cursor: Cursor::new(session),
            seen: Vec::new(),
            to_portal: VecDeque::new(),
            to_client: VecDeque::new(),
            done: Vec::new(),
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Ask if self.outbox.has_room_for(&CommandBody::End) => {
                let command = Command { id: CommandId::random(), body: CommandBody::End };
                self.asked.push(command.id);
                self.outbox.push(command).expect("there is room");
            }
            Step::Ask => {}
            Step::Send => self.to_portal.extend(self.outbox.take_next()),
            Step::Arrive => self.arrive(),
            Step::Receive => self.receive(),
            Step::Cut => {
                self.to_portal.clear();
                self.to_client.clear();
                self.outbox.cut();
                // The portal sends one event more than it was asked for, as a careless one may.
                let after = self.cursor.last().0.saturating_sub(1);
                let rest = (after + 1..=self.done.len() as u64).map(|seq| event(self.session, seq));
                self.to_client.push_back(Message::Events(rest.collect()));
            }
        }
    }

    fn arrive(&mut self) {
        let Some(command) = self.to_portal.pop_front() else { return };
        if !self.done.contains(&command.id) {
            self.done.push(command.id);
            let event = event(self.session, self.done.len() as u64);
            self.to_client.push_back(Message::Events(vec![event]));
        }
        self.to_client.push_back(Message::Confirmed(command.id));
    }

    fn receive(&mut self) {
        match self.to_client.pop_front() {
            Some(Message::Events(mut events)) => {
                let seq = events.last().map_or(Seq(0), |event| event.seq);
                let state = SessionState { seq, ..SessionState::default() };
                self.cursor.advance(&mut events, state).expect("no hole");
                self.seen.extend(events.iter().map(|event| event.seq.0));
            }
            Some(Message::Confirmed(id)) => {
                self.outbox.settle(id);
            }
            None => {}
        }
    }

    /// Lets everything that is under way arrive.
    fn settle(&mut self) {
        self.take(&Step::Cut);
        for _ in 0..3 * (self.asked.len() + 2) {
            for step in [Step::Send, Step::Arrive, Step::Receive, Step::Receive] {
                self.take(&step);
            }
        }
    }
}

proptest! {
    #[test]
    fn each_command_is_done_once_and_each_event_is_seen_once(
        steps in prop::collection::vec(step(), 0..200)
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        world.settle();
        prop_assert!(world.outbox.is_empty());
        prop_assert_eq!(&world.done, &world.asked);
        let all: Vec<u64> = (1..=world.done.len() as u64).collect();
        prop_assert_eq!(&world.seen, &all);
    }
}
