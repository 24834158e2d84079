//! `POST /api/v1/agents/me/sign-out-everywhere`

use corporate_protocol::{ErrorCode, LIST_PROTOCOL};
use serde_json::json;

use crate::support::{Agent, Socket, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn ends_all_sign_ins_and_closes_their_sockets() {
    let portal = TestPortal::start().await;
    let (here, there) = (Agent::anna(&portal).await, Agent::anna(&portal).await);
    let ben = Agent::ben(&portal).await;
    let path = "/api/v1/console/sessions";
    let mut lists = Vec::new();
    for agent in [&here, &there] {
        let headers = agent.headers(&portal);
        let list = Socket::open(portal.address, path, LIST_PROTOCOL, &headers).await;
        lists.push(list.expect("a list socket"));
    }
    let done = here.own(&portal, "POST", "/sign-out-everywhere", &json!({})).await;
    assert_eq!(done.status, 204);
    assert!(done.header("set-cookie").expect("a cookie").contains("Max-Age=0"));
    for list in &mut lists {
        assert_eq!(list.closed().await, Some(4401));
    }
    for agent in [&here, &there] {
        let me = agent.get(&portal, "/api/v1/agents/me").await;
        assert_eq!(me.code(), ErrorCode::NotSignedIn);
    }
    assert_eq!(ben.get(&portal, "/api/v1/agents/me").await.status, 200, "others go on");
}
