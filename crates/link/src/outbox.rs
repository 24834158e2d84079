//! The outbox: what was asked and not yet answered, in order. Pure: the session task tells it
//! what was sent, cut and answered; it tells the task what to send next.

use std::collections::VecDeque;

use corporate_protocol::{Command, CommandId};

/// Commands that wait for an answer, oldest first. Each keeps its id through every attempt, so
/// that the portal carries it out once.
#[derive(Debug, Default)]
pub struct Outbox {
    waiting: VecDeque<Entry>,
}

#[derive(Debug)]
struct Entry {
    command: Command,
    sent: bool,
}

/// The outbox holds [`Outbox::CAPACITY`] commands; words wait with their writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many commands wait for an answer")]
pub struct OutboxFull;

impl Outbox {
    /// Commands that may wait. Below the portal's limit for ten seconds, so that sending all of
    /// them again after a cut is never refused for coming too fast.
    pub const CAPACITY: usize = 50;

    /// Whether another command fits in.
    pub fn has_room(&self) -> bool {
        self.waiting.len() < Self::CAPACITY
    }

    /// Whether everything has been answered.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes a command in, behind all others.
    ///
    /// # Errors
    /// [`OutboxFull`] where [`Outbox::CAPACITY`] commands wait.
    pub fn push(&mut self, command: Command) -> Result<(), OutboxFull> {
        if !self.has_room() {
            return Err(OutboxFull);
        }
        self.waiting.push_back(Entry { command, sent: false });
        Ok(())
    }

    /// The oldest command that this connection has not sent; counts as sent from now on.
    pub fn take_next(&mut self) -> Option<Command> {
        let entry = self.waiting.iter_mut().find(|entry| !entry.sent)?;
        entry.sent = true;
        Some(entry.command.clone())
    }

    /// The connection is gone: everything that was not answered must be sent again.
    pub fn cut(&mut self) {
        for entry in &mut self.waiting {
            entry.sent = false;
        }
    }

    /// The portal has answered a command, one way or the other. `false` where it was not
    /// waiting, such as for an answer that comes twice.
    pub fn settle(&mut self, id: CommandId) -> bool {
        let found = self.waiting.iter().position(|entry| entry.command.id == id);
        found.and_then(|index| self.waiting.remove(index)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::CommandBody;

    use super::*;

    fn command() -> Command {
        Command { id: CommandId::random(), body: CommandBody::End }
    }

    #[test]
    fn what_was_not_answered_is_sent_again_in_order_with_the_same_id() {
        let mut outbox = Outbox::default();
        let commands = [command(), command(), command()];
        for command in &commands {
            outbox.push(command.clone()).expect("room");
        }
        assert_eq!(outbox.take_next().as_ref(), Some(&commands[0]));
        assert_eq!(outbox.take_next().as_ref(), Some(&commands[1]));
        assert!(outbox.settle(commands[0].id));
        outbox.cut();
        assert_eq!(outbox.take_next().as_ref(), Some(&commands[1]));
        assert_eq!(outbox.take_next().as_ref(), Some(&commands[2]));
        assert_eq!(outbox.take_next(), None);
    }

    #[test]
    fn an_answer_that_comes_twice_settles_once() {
        let mut outbox = Outbox::default();
        let command = command();
        outbox.push(command.clone()).expect("room");
        assert!(outbox.settle(command.id));
        assert!(!outbox.settle(command.id));
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_full_outbox_refuses_and_forgets_nothing() {
        let mut outbox = Outbox::default();
        for _ in 0..Outbox::CAPACITY {
            outbox.push(command()).expect("room");
        }
        assert_eq!(outbox.push(command()), Err(OutboxFull));
        let sent = std::iter::from_fn(|| outbox.take_next()).count();
        assert_eq!(sent, Outbox::CAPACITY);
    }
}
