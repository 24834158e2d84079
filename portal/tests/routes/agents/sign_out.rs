//! `POST /api/v1/agents/sign-out`

use corporate_protocol::ErrorCode;

use crate::support::{Agent, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn ends_the_sign_in_on_the_server_too() {
    let portal = TestPortal::start().await;
    let (anna, other) = (Agent::anna(&portal).await, Agent::anna(&portal).await);
    let request = Request::new("POST", "/api/v1/agents/sign-out").header("cookie", &anna.cookie);
    let foreign = request.clone().header("origin", "https://evil.example");
    assert_eq!(portal.send_bare(foreign).await.code(), ErrorCode::ForeignOrigin);
    assert_eq!(anna.get(&portal, "/api/v1/agents/me").await.status, 200);
    let done = portal.send(request).await;
    assert_eq!(done.status, 204);
    assert!(done.header("set-cookie").expect("a cookie").contains("Max-Age=0"));
    assert_eq!(anna.get(&portal, "/api/v1/agents/me").await.status, 401);
    assert_eq!(other.get(&portal, "/api/v1/agents/me").await.status, 200, "only this one");
}
