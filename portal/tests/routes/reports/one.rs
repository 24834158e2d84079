//! `GET /api/v1/reports/sessions/{session}`

use corporate_protocol::report::{ConsentAnswer, SessionReport};
use corporate_protocol::{CommandBody, ErrorCode, Outcome, PersonName, SessionId, SessionState};

use super::finished;
use crate::support::{Agent, Customer, TestPortal};

fn path(session: impl std::fmt::Display) -> String {
    format!("/api/v1/reports/sessions/{session}")
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_the_whole_log_and_the_state() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.say("Hello").await;
    anna.do_it(CommandBody::End).await;
    let ben = Agent::ben(&portal).await;
    let report: SessionReport = ben.get(&portal, &path(erika.session)).await.json();
    assert_eq!(report.events, anna.events);
    assert_eq!(report.state, SessionState::of(&report.events));
    assert_eq!((report.row.messages, report.row.id), (2, erika.session));
    assert_eq!(report.assessment.outcome, Outcome::Unknown);
    assert!(report.handoffs.is_empty() && report.consents.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn tells_what_became_of_handoff_and_consent() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    let mut log = app.log(&portal).await;
    log.do_it(CommandBody::AskConsent).await;
    log.do_it(CommandBody::AnswerConsent { granted: false, timed_out: false }).await;
    let ben = Agent::ben(&portal).await;
    let report: SessionReport = ben.get(&portal, &path(erika.session)).await.json();
    let [handoff] = report.handoffs.as_slice() else { panic!("{:?}", report.handoffs) };
    assert_eq!(handoff.offered_by.as_ref().map(PersonName::as_str), Some("Anna Berg"));
    assert!(handoff.started_at.is_some() && handoff.joined_at.is_some());
    assert_eq!(handoff.version.as_deref(), Some("0.1.0"));
    assert_eq!(report.consents[0].answer, Some(ConsentAnswer::Declined));
    assert!(report.row.upgraded && !report.row.shared);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_row_outlasts_a_restart() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "Erika").await;
    let before: SessionReport =
        Agent::ben(&portal).await.get(&portal, &path(erika.session)).await.json();
    let portal = portal.restart().await;
    let after: SessionReport =
        Agent::ben(&portal).await.get(&portal, &path(erika.session)).await.json();
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_unknown_session_there_is_none() {
    let portal = TestPortal::start().await;
    let ben = Agent::ben(&portal).await;
    for id in [SessionId::random().to_string(), "nonsense".into()] {
        for end in ["", "/report.txt", "/report.csv", "/report.json"] {
            let answer = ben.get(&portal, &format!("{}{end}", path(&id))).await;
            assert_eq!((answer.status, answer.code()), (404, ErrorCode::NotFound), "{id}{end}");
        }
    }
}
