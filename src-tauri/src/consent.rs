//! The gate that consent opens. Everything that reads the screen needs a [`Permit`], and only
//! this module makes one: after the customer said OK in this very process, to the question that
//! the log shows, and the log shows the OK. Whatever is in doubt closes the gate.

mod monitors;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use corporate_protocol::{Author, CommandBody, Event, EventBody, Seq, Via, limits};

pub use monitors::{Answer, MonitorGate, Shown};

/// Leave to capture the screen, as long as [`Permit::holds`].
#[derive(Clone, Debug)]
pub struct Permit(Arc<AtomicBool>);

impl Permit {
    /// Whether the consent still stands. To be asked before every capture and every frame.
    pub fn holds(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// What the customer was asked and has answered.
#[derive(Debug, Default)]
pub struct ConsentGate {
    question: Option<Question>,
    permit: Option<Permit>,
}

#[derive(Clone, Copy, Debug)]
struct Question {
    asked: Seq,
    until: Instant,
    answer: Option<bool>,
}

impl ConsentGate {
    /// Time to answer.
    pub const PATIENCE: Duration = Duration::from_secs(limits::CONSENT_SECONDS);

    /// Takes the next event of the log in. `true` where the log says that consent was given and
    /// this process knows of no OK, or of one that was confirmed too late: the caller must take
    /// the consent back where it still stands.
    pub fn observe(&mut self, event: &Event, now: Instant) -> bool {
        match &event.body {
            EventBody::ConsentAsked => {
                self.close();
                let until = now + Self::PATIENCE;
                self.question = Some(Question { asked: event.seq, until, answer: None });
            }
            EventBody::ConsentGiven => return !self.given(event, now),
            EventBody::ConsentRefused { .. }
            | EventBody::SharingStopped
            | EventBody::AppLeft
            | EventBody::UpgradeCancelled
            | EventBody::SessionEnded { .. } => self.close(),
            _ => {}
        }
        false
    }

    /// The customer's answer, as the command to send; `None` where nothing is asked or the
    /// answer was given, or not given in time.
    pub fn answer(&mut self, granted: bool, now: Instant) -> Option<CommandBody> {
        let question = self.question.as_mut()?;
        if question.answer.is_some() {
            return None;
        }
        let timed_out = now >= question.until;
        let granted = granted && !timed_out;
        question.answer = Some(granted);
        Some(CommandBody::AnswerConsent { granted, timed_out })
    }

    /// What to send when the time is over: no answer means no.
    pub fn expire(&mut self, now: Instant) -> Option<CommandBody> {
        if self.until().is_some_and(|until| now >= until) { self.answer(false, now) } else { None }
    }

    /// Until when the customer may answer; `None` while nothing is asked or it was answered.
    pub fn until(&self) -> Option<Instant> {
        self.question.filter(|question| question.answer.is_none()).map(|question| question.until)
    }

    /// Leave to capture, while there is consent.
    pub fn permit(&self) -> Option<Permit> {
        self.permit.clone().filter(Permit::holds)
    }

    /// Ends the consent and forgets the question. Every permit given out is worthless at once.
    pub fn close(&mut self) {
        self.question = None;
        if let Some(permit) = self.permit.take() {
            permit.0.store(false, Ordering::SeqCst);
        }
    }

    /// An OK whose confirmation comes after the question's time is over counts as a no: nobody
    /// may be sitting before the screen any more.
    fn given(&mut self, event: &Event, now: Instant) -> bool {
        let by_app = event.author == Author::Customer { via: Via::App };
        let agreed = self.question.take().is_some_and(|question| {
            question.answer == Some(true) && question.asked < event.seq && now < question.until
        });
        if by_app && agreed {
            self.permit = Some(Permit(Arc::new(AtomicBool::new(true))));
            true
        } else {
            self.close();
            false
        }
    }
}

impl Drop for ConsentGate {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{EndReason, RefusedConsent, SessionId, Timestamp};

    use super::*;

    const APP: Author = Author::Customer { via: Via::App };

    fn event(seq: u64, author: Author, body: EventBody) -> Event {
        Event { session: SessionId::random(), seq: Seq(seq), at: Timestamp(0), author, body }
    }

    fn asked(now: Instant) -> ConsentGate {
        let mut gate = ConsentGate::default();
        assert!(!gate.observe(&event(5, APP, EventBody::ConsentAsked), now));
        gate
    }

    fn open(now: Instant) -> (ConsentGate, Permit) {
        let mut gate = asked(now);
        let sent = gate.answer(true, now);
        assert_eq!(sent, Some(CommandBody::AnswerConsent { granted: true, timed_out: false }));
        assert!(gate.permit().is_none(), "the log has not said so yet");
        assert!(!gate.observe(&event(6, APP, EventBody::ConsentGiven), now));
        let permit = gate.permit().expect("open");
        (gate, permit)
    }

    #[test]
    fn ok_here_and_in_the_log_opens_the_gate() {
        let (_gate, permit) = open(Instant::now());
        assert!(permit.holds());
    }

    #[test]
    fn the_log_alone_opens_nothing() {
        let now = Instant::now();
        let mut gate = asked(now);
        assert!(gate.observe(&event(6, APP, EventBody::ConsentGiven), now));
        assert!(gate.permit().is_none());
        let mut fresh = ConsentGate::default();
        assert!(fresh.observe(&event(6, APP, EventBody::ConsentGiven), now));
        assert!(fresh.permit().is_none());
    }

    #[test]
    fn consent_by_anybody_else_opens_nothing() {
        let now = Instant::now();
        for author in [Author::Portal, Author::Customer { via: Via::Web }] {
            let mut gate = asked(now);
            gate.answer(true, now);
            assert!(gate.observe(&event(6, author, EventBody::ConsentGiven), now));
            assert!(gate.permit().is_none());
        }
    }

    #[test]
    fn an_ok_to_an_earlier_question_opens_nothing() {
        let now = Instant::now();
        let mut gate = asked(now);
        gate.answer(true, now);
        gate.observe(&event(6, APP, EventBody::ConsentAsked), now);
        assert!(gate.observe(&event(7, APP, EventBody::ConsentGiven), now));
        assert!(gate.permit().is_none());
    }

    #[test]
    fn no_answer_in_time_means_no() {
        let now = Instant::now();
        let mut gate = asked(now);
        let late = now + ConsentGate::PATIENCE;
        assert_eq!(gate.expire(late.checked_sub(Duration::from_millis(1)).expect("later")), None);
        let no = CommandBody::AnswerConsent { granted: false, timed_out: true };
        assert_eq!(gate.expire(late), Some(no.clone()));
        assert_eq!(gate.expire(late), None);
        assert_eq!(gate.answer(true, late), None);
        // OK in the very moment of the deadline, before anybody noticed it.
        assert_eq!(asked(now).answer(true, late), Some(no));
    }

    /// Bug: with the portal away for an hour, an OK opened the gate an hour later.
    #[test]
    fn an_ok_that_is_confirmed_after_the_questions_time_opens_nothing() {
        let now = Instant::now();
        let until = now + ConsentGate::PATIENCE;
        for (late, opens) in
            [(until.checked_sub(Duration::from_millis(1)), true), (Some(until), false)]
        {
            let mut gate = asked(now);
            gate.answer(true, now);
            let late = late.expect("later");
            assert_eq!(gate.observe(&event(6, APP, EventBody::ConsentGiven), late), !opens);
            assert_eq!(gate.permit().is_some(), opens);
        }
    }

    #[test]
    fn whatever_ends_consent_makes_permits_worthless() {
        let now = Instant::now();
        for body in [
            EventBody::ConsentRefused { reason: RefusedConsent::Declined },
            EventBody::SharingStopped,
            EventBody::AppLeft,
            EventBody::UpgradeCancelled,
            EventBody::ConsentAsked,
            EventBody::SessionEnded { reason: EndReason::Agent },
        ] {
            let (mut gate, permit) = open(now);
            gate.observe(&event(7, APP, body.clone()), now);
            assert!(!permit.holds(), "{body:?}");
            assert!(gate.permit().is_none());
        }
        let (gate, permit) = open(now);
        drop(gate);
        assert!(!permit.holds());
    }

    #[test]
    fn an_answer_without_a_question_says_nothing() {
        assert_eq!(ConsentGate::default().answer(true, Instant::now()), None);
    }
}
