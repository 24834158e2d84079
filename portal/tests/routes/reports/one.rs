//! `GET /api/v1/reports/sessions/{session}`

use corporate_protocol::{CommandBody, ErrorCode, Event, SessionId, SessionState};
use serde_json::Value;

use crate::support::{Agent, Customer, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn holds_the_whole_log_and_the_state() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.say("Hello").await;
    anna.do_it(CommandBody::End).await;
    let ben = Agent::ben(&portal).await;
    let path = format!("/api/v1/reports/sessions/{}", erika.session);
    let report: Value = ben.get(&portal, &path).await.json();
    let events: Vec<Event> = serde_json::from_value(report["events"].clone()).expect("events");
    assert_eq!(events, anna.events);
    let state: SessionState = serde_json::from_value(report["state"].clone()).expect("a state");
    assert_eq!(state, SessionState::of(&events));
    assert_eq!(report["summary"]["messages"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_unknown_session_there_is_none() {
    let portal = TestPortal::start().await;
    let ben = Agent::ben(&portal).await;
    for id in [SessionId::random().to_string(), "nonsense".into()] {
        let answer = ben.get(&portal, &format!("/api/v1/reports/sessions/{id}")).await;
        assert_eq!((answer.status, answer.code()), (404, ErrorCode::NotFound), "{id}");
    }
}
