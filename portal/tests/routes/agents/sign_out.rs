//! `POST /api/v1/agents/sign-out`

use corporate_protocol::{ErrorCode, LIST_PROTOCOL};

use crate::support::{Agent, Request, Sharing, Socket, TestPortal};

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

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_closes_that_sign_ins_sockets_at_once() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let session = sharing.app.session;
    let mut viewer = sharing.viewer(&portal).await;
    let headers = sharing.agent.headers(&portal);
    let path = "/api/v1/console/sessions";
    let mut list =
        Socket::open(portal.address, path, LIST_PROTOCOL, &headers).await.expect("a list socket");
    let other = Agent::anna(&portal).await;
    let mut still = other.try_log(&portal, session).await.expect("a log socket");
    let request = Request::new("POST", "/api/v1/agents/sign-out");
    let done = portal.send(request.header("cookie", &sharing.agent.cookie)).await;
    assert_eq!(done.status, 204);
    assert_eq!(viewer.closed().await, Some(4401));
    assert_eq!(list.closed().await, Some(4401));
    assert_eq!(sharing.anna.until_closed().await, Some(ErrorCode::NotSignedIn));
    still.say("The other sign-in goes on").await;
}
