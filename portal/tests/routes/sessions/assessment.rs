//! `GET|PUT /api/v1/sessions/{session}/assessment`

use corporate_protocol::{CommandBody, ErrorCode, limits};
use serde_json::{Value, json};

use crate::support::{Agent, Customer, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn agents_note_how_a_session_came_out_also_after_its_end() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, max) = (Agent::anna(&portal).await, Agent::sign_in(&portal, "max@demo.test").await);
    let path = format!("/api/v1/sessions/{}/assessment", erika.session);
    let note = json!({ "outcome": "resolved", "note": "Toner\nleer" });
    assert_eq!(anna.put(&portal, &path, &note).await.code(), ErrorCode::NotInSession);
    let mut log = anna.take(&portal, erika.session).await;
    let nothing: Value = anna.get(&portal, &path).await.json();
    assert_eq!(nothing, json!({ "outcome": "unknown", "note": "" }));
    log.do_it(CommandBody::End).await;
    assert_eq!(anna.put(&portal, &path, &note).await.status, 200);
    for agent in [&anna, &max] {
        assert_eq!(agent.get(&portal, &path).await.json::<Value>(), note);
    }
    assert_ne!(max.put(&portal, &path, &note).await.status, 200, "reports are for reading");
    let long = json!({ "outcome": "resolved", "note": "x".repeat(limits::NOTE_CHARS + 1) });
    assert_eq!(anna.put(&portal, &path, &long).await.code(), ErrorCode::MessageInvalid);
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_never_see_it() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let _log = anna.take(&portal, erika.session).await;
    let path = format!("/api/v1/sessions/{}/assessment", erika.session);
    let note = json!({ "outcome": "unresolved", "note": "difficult-customer" });
    assert_eq!(anna.put(&portal, &path, &note).await.status, 200);
    let asked = portal.send(Request::get(path).header("cookie", &erika.cookie)).await;
    assert_ne!(asked.status, 200);
    let log = erika.log(&portal).await;
    let seen = serde_json::to_string(&log.events).expect("JSON");
    assert!(!seen.contains("difficult-customer"));
    let transcript = format!("/api/v1/sessions/{}/transcript.txt", erika.session);
    let text = portal.send(Request::get(transcript).header("cookie", &erika.cookie)).await;
    assert!(!text.text().contains("difficult-customer"));
}
