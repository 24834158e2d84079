//! `GET /api/v1/chats/current`

use corporate_protocol::{ChatStarted, CommandBody, ErrorCode};

use crate::support::{Agent, Customer, Request, TestPortal};

const PATH: &str = "/api/v1/chats/current";

#[tokio::test(flavor = "multi_thread")]
async fn gives_the_chat_back_until_a_while_after_its_end() {
    let portal = TestPortal::start().await;
    assert_eq!(portal.send(Request::get(PATH)).await.code(), ErrorCode::NotFound);
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let ask = Request::get(PATH).header("cookie", &erika.cookie);
    let current: ChatStarted = portal.send(ask.clone()).await.json();
    assert_eq!(current.session, erika.session);
    erika.log(&portal).await.do_it(CommandBody::End).await;
    assert_eq!(portal.send(ask.clone()).await.status, 200, "it can still be saved");
    portal.clock.pass_seconds(15 * 60);
    assert_eq!(portal.send(ask).await.code(), ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_cookie_is_no_chat() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    assert_eq!(anna.get(&portal, PATH).await.code(), ErrorCode::NotFound);
}
