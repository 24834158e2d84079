//! The outbox: what was asked and not yet answered, in order. Pure: the session task tells it
//! what was sent, cut and answered; it tells the task what to send next.

use std::collections::VecDeque;

use corporate_protocol::{Command, CommandBody, CommandId};

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
    /// Places that what can be repeated at will must leave free: a no, a stop or the end never
    /// fails because so much was written. Of all other commands fewer than these can wait at once.
    pub const RESERVED: usize = 8;

    /// Places that must stay free behind a command.
    pub(crate) const fn to_leave_free(body: &CommandBody) -> usize {
        match body {
            CommandBody::Say { .. } | CommandBody::ResumeSharing => Self::RESERVED,
            _ => 0,
        }
    }

    /// Whether such a command fits in.
    pub fn has_room_for(&self, body: &CommandBody) -> bool {
        self.waiting.len() + Self::to_leave_free(body) < Self::CAPACITY
    }

    /// Whether everything has been answered.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes a command in, behind all others.
    ///
    /// # Errors
    /// [`OutboxFull`] where [`Outbox::CAPACITY`] commands wait, or [`Outbox::RESERVED`] fewer for
    /// what may not take the last places.
    pub fn push(&mut self, command: Command) -> Result<(), OutboxFull> {
        if !self.has_room_for(&command.body) {
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
    use corporate_protocol::MessageText;

    use super::*;

    fn say() -> Command {
        let text = MessageText::parse("Hallo").expect("a message");
        Command { id: CommandId::random(), body: CommandBody::Say { text } }
    }

    /// Bug: fifty messages typed offline, and neither a no nor a stop could be sent.
    #[test]
    fn what_was_written_leaves_room_for_a_no_and_a_stop() {
        let mut outbox = Outbox::default();
        while outbox.push(say()).is_ok() {}
        let resume = Command { id: CommandId::random(), body: CommandBody::ResumeSharing };
        assert_eq!(outbox.push(resume), Err(OutboxFull));
        for body in [
            CommandBody::AnswerConsent { granted: false, timed_out: false },
            CommandBody::PauseSharing,
            CommandBody::StopSharing,
            CommandBody::End,
            CommandBody::LeaveApp,
        ] {
            let command = Command { id: CommandId::random(), body };
            assert_eq!(outbox.push(command), Ok(()));
        }
    }

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
