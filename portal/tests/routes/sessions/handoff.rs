//! `POST /api/v1/sessions/{session}/handoff`

use corporate_protocol::{CommandBody, ErrorCode, HandoffOffer, Timestamp, limits};

use crate::support::{Agent, Customer, Request, TestPortal, redeem};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_made_only_while_an_upgrade_is_under_way() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    assert_eq!(erika.ask_code(&portal).await.code(), ErrorCode::NotNow);
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    assert_eq!(erika.ask_code(&portal).await.code(), ErrorCode::NotNow);
    anna.do_it(CommandBody::Upgrade).await;
    let offer: HandoffOffer = erika.ask_code(&portal).await.json();
    let in_ten_minutes = crate::support::NOON.plus_seconds(limits::CODE_SECONDS);
    assert_eq!(offer.expires_at, Timestamp(in_ten_minutes.0));
    erika.bring_app(&portal).await;
    assert_eq!(erika.ask_code(&portal).await.code(), ErrorCode::NotNow);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_codes_the_five_newest_work() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(erika.code(&portal).await.code.to_string());
    }
    for old in &codes[..2] {
        assert_eq!(redeem(&portal, old.clone()).await.code(), ErrorCode::CodeExpired);
    }
    assert_eq!(redeem(&portal, codes[2].clone()).await.status, 200);
    assert_eq!(redeem(&portal, codes[6].clone()).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_gets_a_code() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let path = format!("/api/v1/sessions/{}/handoff", erika.session);
    let ask = |cookie: &str| Request::new("POST", path.as_str()).header("cookie", cookie);
    assert_eq!(portal.send(ask(&otto.cookie)).await.code(), ErrorCode::NotInSession);
    assert_eq!(portal.send(ask(&agent.cookie)).await.code(), ErrorCode::NotInSession);
    let foreign = ask(&erika.cookie).header("origin", "https://evil.example");
    assert_eq!(portal.send_bare(foreign).await.code(), ErrorCode::ForeignOrigin);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_can_not_make_codes_without_end() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    for _ in 0..20 {
        erika.code(&portal).await;
    }
    let refused = erika.ask_code(&portal).await;
    assert_eq!((refused.status, refused.code()), (429, ErrorCode::RateLimited));
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    assert_eq!(otto.ask_code(&portal).await.code(), ErrorCode::NotNow, "others go on");
}
