//! What a log says of hand-offs and consent, put together for the session report. Pure.

use corporate_protocol::report::{ConsentAnswer, ConsentFacts, HandoffFacts, RefusedPass};
use corporate_protocol::{
    Author, ChatAfterUpgrade, Event, EventBody, HandoffId, RefusedConsent, Timestamp,
};

/// What became of each offer to move to the app.
pub(crate) fn handoffs(events: &[Event]) -> Vec<HandoffFacts> {
    let mut all: Vec<HandoffFacts> = Vec::new();
    for event in events {
        let at = event.at;
        match &event.body {
            EventBody::UpgradeOffered { handoff, chat_after } => {
                all.push(offered(event, *handoff, *chat_after));
            }
            EventBody::CodeMade { handoff, read_out } => {
                if let Some(facts) = of(&mut all, *handoff) {
                    let made =
                        if *read_out { &mut facts.read_out_at } else { &mut facts.code_made_at };
                    made.get_or_insert(at);
                    facts.expired_at = None;
                }
            }
            EventBody::CodeExpired { handoff } => {
                if let Some(facts) = of(&mut all, *handoff) {
                    facts.expired_at = Some(at);
                }
            }
            EventBody::OpenerFetched { handoff, system } => {
                if let Some(facts) = of(&mut all, *handoff) {
                    facts.fetched_at = Some(at);
                    facts.system = Some(*system);
                }
            }
            EventBody::OpenerStarted { handoff, system } => {
                if let Some(facts) = of(&mut all, *handoff) {
                    facts.started_at.get_or_insert(at);
                    facts.system = Some(*system);
                    // A code worked after all.
                    facts.expired_at = None;
                }
            }
            EventBody::AppJoined { handoff, system, version } => {
                if let Some(facts) = of(&mut all, *handoff) {
                    facts.joined_at.get_or_insert(at);
                    facts.system = Some(*system);
                    facts.version = Some(version.clone());
                }
            }
            EventBody::HandoffRefused { reason } => {
                if let Some(facts) = all.last_mut() {
                    facts.refused.push(RefusedPass { at, reason: *reason });
                }
            }
            EventBody::UpgradeCancelled => {
                if let Some(facts) = all.last_mut() {
                    facts.cancelled_at.get_or_insert(at);
                }
            }
            EventBody::AppLeft => {
                if let Some(facts) = all.last_mut() {
                    facts.left_at.get_or_insert(at);
                }
            }
            _ => {}
        }
    }
    all
}

fn offered(event: &Event, handoff: HandoffId, chat_after: ChatAfterUpgrade) -> HandoffFacts {
    let offered_by = match &event.author {
        Author::Agent { name, .. } => Some(name.clone()),
        Author::Customer { .. } | Author::Portal => None,
    };
    HandoffFacts {
        handoff,
        offered_at: event.at,
        offered_by,
        chat_after,
        code_made_at: None,
        read_out_at: None,
        expired_at: None,
        fetched_at: None,
        started_at: None,
        joined_at: None,
        system: None,
        version: None,
        left_at: None,
        cancelled_at: None,
        refused: Vec::new(),
    }
}

fn of(all: &mut [HandoffFacts], handoff: HandoffId) -> Option<&mut HandoffFacts> {
    all.iter_mut().rev().find(|facts| facts.handoff == handoff)
}

/// How each question for consent was answered, and what was shown under it.
pub(crate) fn consents(events: &[Event]) -> Vec<ConsentFacts> {
    let mut all: Vec<ConsentFacts> = Vec::new();
    let mut since: Option<Timestamp> = None;
    for event in events {
        if matches!(event.body, EventBody::ConsentAsked) {
            withdraw(all.last_mut(), event.at);
            all.push(asked(event));
            continue;
        }
        if let Some(facts) = all.last_mut() {
            note(facts, &mut since, event);
        }
    }
    all
}

fn asked(event: &Event) -> ConsentFacts {
    ConsentFacts {
        seq: event.seq,
        asked_at: event.at,
        answered_at: None,
        answer: None,
        shared_from: None,
        shared_to: None,
        sharing_ms: 0,
        monitors: Vec::new(),
        pauses: 0,
    }
}

fn showed(facts: &mut ConsentFacts, monitor: String) {
    if !facts.monitors.contains(&monitor) {
        facts.monitors.push(monitor);
    }
}

fn note(facts: &mut ConsentFacts, since: &mut Option<Timestamp>, event: &Event) {
    let at = event.at;
    match &event.body {
        EventBody::ConsentGiven => answer(facts, at, ConsentAnswer::Given),
        EventBody::ConsentRefused { reason } => {
            let said = match reason {
                RefusedConsent::Declined => ConsentAnswer::Declined,
                RefusedConsent::NoAnswer => ConsentAnswer::NoAnswer,
            };
            answer(facts, at, said);
            over(facts, since, at);
        }
        EventBody::SharingStarted { monitor, .. } => {
            facts.shared_from.get_or_insert(at);
            showed(facts, monitor.clone());
            since.get_or_insert(at);
        }
        EventBody::MonitorShown { monitor, .. } => showed(facts, monitor.to_string()),
        EventBody::SharingResumed => {
            since.get_or_insert(at);
        }
        EventBody::SharingPaused => {
            facts.pauses += 1;
            count(facts, since, at);
        }
        EventBody::SharingStopped
        | EventBody::AppLeft
        | EventBody::UpgradeCancelled
        | EventBody::HandedToQueue { .. }
        | EventBody::SessionEnded { .. } => {
            withdraw(Some(facts), at);
            over(facts, since, at);
        }
        _ => {}
    }
}

fn answer(facts: &mut ConsentFacts, at: Timestamp, said: ConsentAnswer) {
    if facts.answer.is_none() {
        facts.answered_at = Some(at);
        facts.answer = Some(said);
    }
}

fn withdraw(facts: Option<&mut ConsentFacts>, at: Timestamp) {
    if let Some(facts) = facts {
        answer(facts, at, ConsentAnswer::Withdrawn);
    }
}

fn count(facts: &mut ConsentFacts, since: &mut Option<Timestamp>, at: Timestamp) {
    if let Some(since) = since.take() {
        facts.sharing_ms += (at.0 - since.0).max(0);
    }
}

fn over(facts: &mut ConsentFacts, since: &mut Option<Timestamp>, at: Timestamp) {
    count(facts, since, at);
    if facts.shared_from.is_some() {
        facts.shared_to.get_or_insert(at);
    }
}

#[cfg(test)]
mod tests;
