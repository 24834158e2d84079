//! `GET /api/v1/sessions/{session}/view`: who may watch.

use corporate_protocol::{CommandBody, ErrorCode, LOG_PROTOCOL};

use crate::support::{Agent, Customer, Socket, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn only_agents_in_the_session_may_watch() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let refused = anna.view(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::NotInSession));
    let mut log = anna.take(&portal, erika.session).await;
    anna.view(&portal, erika.session).await.expect("a view socket");
    let refused = ben.view(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::NotInSession));
    let path = format!("/api/v1/sessions/{}/view", erika.session);
    let customer = [("cookie", erika.cookie.clone()), ("origin", portal.origin())];
    let protocol = corporate_protocol::SCREEN_PROTOCOL;
    let refused = Socket::open(portal.address, &path, protocol, &customer).await.err();
    assert_eq!(refused.expect("a refusal").problem.code, ErrorCode::NotSignedIn);
    let wrong = Socket::open(portal.address, &path, LOG_PROTOCOL, &anna.headers(&portal)).await;
    assert_eq!(wrong.err().expect("a refusal").problem.code, ErrorCode::VersionUnsupported);
    log.do_it(CommandBody::End).await;
    let refused = anna.view(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (410, ErrorCode::SessionEnded));
}
