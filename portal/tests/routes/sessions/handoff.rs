//! `POST /api/v1/sessions/{session}/handoff`

use corporate_protocol::{
    Author, CommandBody, ErrorCode, EventBody, HandoffOffer, SessionId, Timestamp, UpgradeStep,
    Via, limits,
};

use crate::support::{Agent, Customer, LogClient, Request, TestPortal, redeem, until_limited};

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

/// Who made codes, and whether they are read out.
fn made(log: &LogClient) -> Vec<(Author, bool)> {
    let made = log.events.iter().filter_map(|event| match event.body {
        EventBody::CodeMade { read_out, .. } => Some((event.author.clone(), read_out)),
        _ => None,
    });
    made.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_makes_a_code_to_read_out() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.take(&portal, erika.session).await;
    let ask = || agent.ask_code(&portal, erika.session);
    assert_eq!(ask().await.code(), ErrorCode::NotNow);
    anna.do_it(CommandBody::Upgrade).await;
    let offer: HandoffOffer = ask().await.json();
    let mut web = erika.log(&portal).await;
    web.until("the code", |log| made(log).len() == 1).await;
    let (author, read_out) = made(&web).remove(0);
    assert!(read_out && matches!(author, Author::Agent { .. }), "{author:?}");
    let json = serde_json::to_string(&web.events).expect("JSON");
    let bare = offer.code.to_string().replace('-', "");
    assert!(!json.contains(&offer.code.to_string()) && !json.contains(&bare), "{json}");
    erika.code(&portal).await;
    web.until("the page's own", |log| made(log).len() == 2).await;
    assert_eq!(made(&web)[1], (Author::Customer { via: Via::Web }, false));
    let read = offer.code.to_string().to_lowercase().replace('-', " ");
    assert_eq!(redeem(&portal, read).await.status, 200);
    anna.until("the opener", |log| log.state.upgrade == Some(UpgradeStep::OpenerStarted)).await;
    assert_eq!(ask().await.status, 200, "another one, where the first went wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_five_codes_of_page_and_agents_are_logged() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.take(&portal, erika.session).await;
    for round in 1..=2 {
        anna.do_it(CommandBody::Upgrade).await;
        for _ in 0..7 {
            erika.code(&portal).await;
        }
        for _ in 0..7 {
            assert_eq!(agent.ask_code(&portal, erika.session).await.status, 200);
        }
        anna.do_it(CommandBody::CancelUpgrade).await;
        let read_out = made(&anna).iter().filter(|(_, read_out)| *read_out).count();
        assert_eq!((made(&anna).len(), read_out), (round * 10, round * 5));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_agents_of_the_session_make_codes_to_read_out() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let refused = async |agent: &Agent, session: SessionId| {
        let answer = agent.ask_code(&portal, session).await;
        (answer.status, answer.code())
    };
    assert_eq!(refused(&anna, erika.session).await, (403, ErrorCode::NotInSession), "it waits");
    let mut log = anna.take(&portal, erika.session).await;
    log.do_it(CommandBody::Upgrade).await;
    let ben = Agent::ben(&portal).await;
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let stranger = Agent { cookie: String::new() };
    assert_eq!(
        refused(&ben, erika.session).await,
        (403, ErrorCode::NotInSession),
        "reports or not"
    );
    assert_eq!(refused(&max, erika.session).await, (403, ErrorCode::NotInSession));
    assert_eq!(refused(&stranger, erika.session).await, (401, ErrorCode::NotSignedIn));
    let nowhere = SessionId::random();
    assert_eq!(refused(&anna, nowhere).await, (404, ErrorCode::NotFound));
    let app = erika.bring_app(&portal).await;
    let path = format!("/api/v1/sessions/{}/handoff", erika.session);
    let by_app = Request::new("POST", path).header("authorization", &app.bearer);
    assert_eq!(portal.send_bare(by_app).await.code(), ErrorCode::NotInSession);
    assert_eq!(refused(&anna, erika.session).await, (409, ErrorCode::NotNow), "the app is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_gets_a_code() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let path = format!("/api/v1/sessions/{}/handoff", erika.session);
    let ask = |cookie: &str| Request::new("POST", path.as_str()).header("cookie", cookie);
    assert_eq!(portal.send(ask(&otto.cookie)).await.code(), ErrorCode::NotInSession);
    let ben = Agent::ben(&portal).await;
    assert_eq!(portal.send(ask(&ben.cookie)).await.code(), ErrorCode::NotInSession);
    let foreign = ask(&erika.cookie).header("origin", "https://evil.example");
    assert_eq!(portal.send_bare(foreign).await.code(), ErrorCode::ForeignOrigin);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_can_not_make_codes_without_end() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let (made, _) = until_limited(async || erika.ask_code(&portal).await).await;
    assert!(made >= 20, "{made}");
    let agent = Agent::anna(&portal).await;
    assert_eq!(agent.ask_code(&portal, erika.session).await.status, 200, "agents have their own");
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    assert_eq!(otto.ask_code(&portal).await.code(), ErrorCode::NotNow, "others go on");
}
