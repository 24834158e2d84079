//! Hand-offs and consent, read from logs.

use corporate_protocol::{AgentId, EndReason, ErrorCode, PersonName, Seq, SessionId, System, Via};

use super::*;

fn handoff(number: u8) -> HandoffId {
    HandoffId::from_uuid(uuid::Uuid::from_bytes([number; 16]))
}

fn anna() -> Author {
    let id = AgentId::from_uuid(uuid::Uuid::from_bytes([1; 16]));
    Author::Agent { id, name: PersonName::parse("Anna").expect("a name") }
}

/// A log of these events, ten seconds apart.
fn log(bodies: Vec<EventBody>) -> Vec<Event> {
    let session = SessionId::random();
    let author = |body: &EventBody| match body {
        EventBody::UpgradeOffered { .. } => anna(),
        _ => Author::Customer { via: Via::App },
    };
    let events = (1_u64..).zip(bodies).map(|(seq, body)| Event {
        session,
        seq: Seq(seq),
        at: Timestamp(i64::try_from(seq).expect("a small number") * 10_000),
        author: author(&body),
        body,
    });
    events.collect()
}

fn offer(number: u8) -> EventBody {
    let chat_after = ChatAfterUpgrade::Transfer;
    EventBody::UpgradeOffered { handoff: handoff(number), chat_after }
}

fn sharing() -> EventBody {
    EventBody::SharingStarted {
        monitor: "HDMI-1".into(),
        width: 8,
        height: 8,
        monitors: Vec::new(),
    }
}

#[test]
fn each_handoff_has_its_own_steps() {
    let system = System::Windows;
    let joined = EventBody::AppJoined { handoff: handoff(2), system, version: "1.2".to_owned() };
    let facts = handoffs(&log(vec![
        offer(1),
        EventBody::UpgradeCancelled,
        offer(2),
        EventBody::OpenerFetched { handoff: handoff(2), system: System::Linux },
        EventBody::HandoffRefused { reason: ErrorCode::CodeUsed },
        EventBody::OpenerStarted { handoff: handoff(2), system },
        joined,
        EventBody::AppLeft,
    ]));
    assert_eq!(facts.len(), 2);
    assert_eq!(facts[0].cancelled_at, Some(Timestamp(20_000)));
    assert_eq!((facts[0].joined_at, facts[0].refused.len()), (None, 0));
    let second = &facts[1];
    assert_eq!(second.offered_by.as_ref().map(PersonName::as_str), Some("Anna"));
    assert_eq!(
        (second.offered_at, second.fetched_at),
        (Timestamp(30_000), Some(Timestamp(40_000)))
    );
    let refused = RefusedPass { at: Timestamp(50_000), reason: ErrorCode::CodeUsed };
    assert_eq!(second.refused, [refused]);
    assert_eq!(
        (second.started_at, second.joined_at),
        (Some(Timestamp(60_000)), Some(Timestamp(70_000)))
    );
    assert_eq!((second.system, second.version.as_deref()), (Some(system), Some("1.2")));
    assert_eq!(second.left_at, Some(Timestamp(80_000)));
}

#[test]
fn codes_count_for_their_handoff_until_they_expire() {
    let made = |number, read_out| EventBody::CodeMade { handoff: handoff(number), read_out };
    let expired = || EventBody::CodeExpired { handoff: handoff(1) };
    let mut bodies = vec![offer(1), made(1, true), made(1, false), made(1, true), expired()];
    let facts = handoffs(&log(bodies.clone()));
    assert_eq!(facts[0].read_out_at, Some(Timestamp(20_000)));
    assert_eq!(facts[0].code_made_at, Some(Timestamp(30_000)));
    assert_eq!(facts[0].expired_at, Some(Timestamp(50_000)));
    bodies.push(made(1, false));
    assert_eq!(handoffs(&log(bodies.clone()))[0].expired_at, None, "there is one again");
    let started = EventBody::OpenerStarted { handoff: handoff(1), system: System::Linux };
    bodies.extend([expired(), started]);
    assert_eq!(handoffs(&log(bodies.clone()))[0].expired_at, None, "one was redeemed after all");
    bodies.extend([EventBody::UpgradeCancelled, offer(2), made(2, false), expired()]);
    let facts = handoffs(&log(bodies));
    assert_eq!((facts[1].read_out_at, facts[1].expired_at), (None, None));
    assert_eq!(facts[1].code_made_at, Some(Timestamp(110_000)));
}

#[test]
fn each_question_has_its_answer_and_its_sharing() {
    let facts = consents(&log(vec![
        EventBody::ConsentAsked,
        EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer },
        EventBody::ConsentAsked,
        EventBody::ConsentGiven,
        sharing(),
        EventBody::SharingPaused,
        EventBody::SharingResumed,
        EventBody::MonitorShown { monitor: 2, width: 8, height: 8 },
        EventBody::MonitorShown { monitor: 2, width: 8, height: 8 },
        EventBody::SharingStopped,
        EventBody::ConsentAsked,
        EventBody::SessionEnded { reason: EndReason::Agent },
    ]));
    let answers: Vec<_> = facts.iter().map(|facts| facts.answer).collect();
    let said = [ConsentAnswer::NoAnswer, ConsentAnswer::Given, ConsentAnswer::Withdrawn];
    assert_eq!(answers, said.map(Some));
    let shown = &facts[1];
    assert_eq!(
        (shown.shared_from, shown.shared_to),
        (Some(Timestamp(50_000)), Some(Timestamp(100_000)))
    );
    assert_eq!((shown.sharing_ms, shown.pauses), (40_000, 1), "without the pause");
    assert_eq!(shown.monitors, ["HDMI-1", "2"]);
    assert_eq!((facts[2].shared_from, facts[2].shared_to), (None, None));
}

#[test]
fn what_goes_on_has_no_end() {
    let facts = consents(&log(vec![EventBody::ConsentAsked, EventBody::ConsentGiven, sharing()]));
    assert_eq!((facts[0].shared_to, facts[0].sharing_ms), (None, 0));
    let asked = consents(&log(vec![EventBody::ConsentAsked]));
    assert_eq!((asked[0].answer, asked[0].answered_at), (None, None));
    assert!(consents(&[]).is_empty() && handoffs(&[]).is_empty());
}
