//! Which monitor the customer lets be seen instead of the agreed one. An agent's question opens
//! nothing: only what the customer chose in this very process, and the log then shows in time, is
//! shown. No answer, another question and whatever is in doubt mean no.

use std::time::{Duration, Instant};

use corporate_protocol::{Author, CommandBody, Event, EventBody, MonitorQuestion, Seq, Via};

use super::ConsentGate;

/// What an event says about the monitor that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing.
    Same,
    /// The customer has chosen this one here, and the log has it.
    Chosen(u16),
    /// Another one than the customer has chosen, or too late: nothing may be shown.
    Unknown,
}

/// What the customer answers to an agent's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Show this monitor.
    Show(u16),
    /// Say no with this command.
    Refuse(CommandBody),
}

/// The customer's choice among several monitors.
#[derive(Debug, Default)]
pub struct MonitorGate {
    question: Option<Question>,
    chosen: Option<(u16, Instant)>,
}

#[derive(Clone, Copy, Debug)]
struct Question {
    asked: Seq,
    monitor: u16,
    until: Instant,
    answered: bool,
}

impl MonitorGate {
    /// Time to answer, and for the portal to confirm what was chosen.
    pub const PATIENCE: Duration = ConsentGate::PATIENCE;

    /// Takes in which question the log has open. A new one takes the place of any other, which was
    /// not answered then.
    pub fn follow(&mut self, asked: Option<&MonitorQuestion>, now: Instant) {
        let known = self.question.map(|question| question.asked);
        if known == asked.map(|question| question.seq) {
            return;
        }
        self.question = asked.map(|question| Question {
            asked: question.seq,
            monitor: question.monitor,
            until: now + Self::PATIENCE,
            answered: false,
        });
    }

    /// The customer's answer to the open question; `None` where there is none, or it was answered.
    /// A yes after its time is a no.
    pub fn answer(&mut self, granted: bool, now: Instant) -> Option<Answer> {
        let question = self.question.as_mut().filter(|question| !question.answered)?;
        question.answered = true;
        let Question { monitor, until, .. } = *question;
        let timed_out = now >= until;
        if granted && !timed_out {
            return Some(Answer::Show(monitor));
        }
        Some(Answer::Refuse(CommandBody::RefuseMonitor { monitor, timed_out }))
    }

    /// What to send when the time is over: no answer means no.
    pub fn expire(&mut self, now: Instant) -> Option<CommandBody> {
        if self.until().is_none_or(|until| now < until) {
            return None;
        }
        match self.answer(false, now)? {
            Answer::Refuse(command) => Some(command),
            Answer::Show(_) => None,
        }
    }

    /// Until when the customer may answer; `None` while nothing is asked or it was answered.
    pub fn until(&self) -> Option<Instant> {
        self.question.filter(|question| !question.answered).map(|question| question.until)
    }

    /// The customer shows this monitor, asked or not.
    pub fn choose(&mut self, monitor: u16, now: Instant) {
        self.chosen = Some((monitor, now + Self::PATIENCE));
    }

    /// Takes the next event of the log in.
    pub fn observe(&mut self, event: &Event, now: Instant) -> Shown {
        let EventBody::MonitorShown { monitor, .. } = event.body else { return Shown::Same };
        let by_app = event.author == Author::Customer { via: Via::App };
        let chosen = self.chosen.take();
        if by_app && chosen.is_some_and(|(chosen, until)| chosen == monitor && now < until) {
            Shown::Chosen(monitor)
        } else {
            Shown::Unknown
        }
    }

    /// Forgets question and choice: the consent is over.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{AgentId, AgentInSession, PersonName, SessionId, Timestamp};

    use super::*;

    const APP: Author = Author::Customer { via: Via::App };

    fn shown(author: Author, monitor: u16) -> Event {
        let body = EventBody::MonitorShown { monitor, width: 8, height: 8 };
        Event { session: SessionId::random(), seq: Seq(9), at: Timestamp(0), author, body }
    }

    fn question(seq: u64) -> MonitorQuestion {
        let name = PersonName::parse("Anna").expect("a name");
        MonitorQuestion {
            seq: Seq(seq),
            monitor: 2,
            by: AgentInSession { id: AgentId::random(), name },
        }
    }

    fn asked(now: Instant) -> MonitorGate {
        let mut gate = MonitorGate::default();
        gate.follow(Some(&question(5)), now);
        gate
    }

    #[test]
    fn only_what_the_customer_chose_here_is_shown() {
        let now = Instant::now();
        let mut gate = asked(now);
        assert_eq!(gate.observe(&shown(APP, 2), now), Shown::Unknown, "asked is not chosen");
        gate.choose(2, now);
        assert_eq!(gate.observe(&shown(APP, 2), now), Shown::Chosen(2));
        assert_eq!(gate.observe(&shown(APP, 2), now), Shown::Unknown, "once");
        for (chosen, event, at) in [
            (3, shown(APP, 2), now),
            (2, shown(Author::Portal, 2), now),
            (2, shown(Author::Customer { via: Via::Web }, 2), now),
            (2, shown(APP, 2), now + MonitorGate::PATIENCE),
        ] {
            let mut gate = asked(now);
            gate.choose(chosen, now);
            assert_eq!(gate.observe(&event, at), Shown::Unknown, "{event:?}");
        }
    }

    #[test]
    fn no_answer_in_time_means_no() {
        let now = Instant::now();
        let mut gate = asked(now);
        let late = now + MonitorGate::PATIENCE;
        assert_eq!(gate.expire(now), None);
        let no = CommandBody::RefuseMonitor { monitor: 2, timed_out: true };
        assert_eq!(gate.expire(late), Some(no.clone()));
        assert_eq!((gate.expire(late), gate.answer(true, late)), (None, None));
        assert_eq!(asked(now).answer(true, late), Some(Answer::Refuse(no)));
    }

    #[test]
    fn an_answer_is_given_once_and_to_the_question_that_stands() {
        let now = Instant::now();
        let mut gate = asked(now);
        assert_eq!(gate.answer(true, now), Some(Answer::Show(2)));
        assert_eq!(gate.answer(true, now), None);
        gate.follow(Some(&question(5)), now);
        assert_eq!(gate.until(), None, "the same question");
        gate.follow(Some(&question(7)), now);
        let no = CommandBody::RefuseMonitor { monitor: 2, timed_out: false };
        assert_eq!(gate.answer(false, now), Some(Answer::Refuse(no)));
        gate.follow(None, now);
        assert_eq!(gate.answer(true, now), None);
    }

    #[test]
    fn the_end_of_the_consent_forgets_what_was_chosen() {
        let now = Instant::now();
        let mut gate = asked(now);
        gate.choose(2, now);
        gate.close();
        assert_eq!((gate.until(), gate.observe(&shown(APP, 2), now)), (None, Shown::Unknown));
    }
}
