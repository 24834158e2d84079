//! `GET /api/v1/agents/me`

mod end_sign_in;
mod password;
mod sign_ins;
mod sign_out_everywhere;

use corporate_protocol::ErrorCode;
use serde_json::Value;

use crate::support::{Agent, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn tells_who_is_signed_in_for_twelve_hours() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let me: Value = anna.get(&portal, "/api/v1/agents/me").await.json();
    assert_eq!(me["name"], "Anna Berg");
    assert_eq!(me["email"], "anna@demo.test");
    assert_eq!(me["roles"], serde_json::json!(["agent"]));
    assert_eq!(me["may_open_reports"], false);
    portal.clock.pass_seconds(12 * 3600 - 1);
    assert_eq!(anna.get(&portal, "/api/v1/agents/me").await.status, 200);
    portal.clock.pass_seconds(1);
    let late = anna.get(&portal, "/api/v1/agents/me").await;
    assert_eq!((late.status, late.code()), (401, ErrorCode::NotSignedIn));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_with_anything_else() {
    let portal = TestPortal::start().await;
    let made_up = corporate_protocol::Secret::from_random([7; 32]).reveal();
    for cookie in [
        String::new(),
        "corporate_agent=".into(),
        "corporate_agent=x".into(),
        format!("corporate_agent={made_up}"),
    ] {
        let request = Request::get("/api/v1/agents/me").header("cookie", &cookie);
        assert_eq!(portal.send(request).await.code(), ErrorCode::NotSignedIn, "{cookie}");
    }
}
