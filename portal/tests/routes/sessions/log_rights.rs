//! `GET /api/v1/sessions/{session}/log`: who may open it, and what each may ask.

use corporate_protocol::{
    CommandBody, ErrorCode, LOG_PROTOCOL, MessageText, Phase, SCREEN_PROTOCOL, SessionId,
};

use crate::support::{Agent, Customer, LogClient, Request, Socket, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn one_customer_never_sees_another() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let otto = Customer::start(&portal, "Otto", "Private").await;
    let headers = [("cookie", erika.cookie.clone()), ("origin", portal.origin())];
    let opened = LogClient::open(&portal, otto.session, "after=0", &headers).await;
    let refused = opened.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::NotInSession));
    for path in ["log", "transcript.txt"] {
        let path = format!("/api/v1/sessions/{}/{path}", otto.session);
        let answer = portal.send(Request::get(path).header("cookie", &erika.cookie)).await;
        assert_eq!(answer.code(), ErrorCode::NotInSession);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_credential_or_from_a_foreign_page_nothing_opens() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let path = format!("/api/v1/sessions/{}/log?after=0", erika.session);
    let open = |headers: Vec<(&'static str, String)>, protocol: &'static str| {
        let (path, address) = (path.clone(), portal.address);
        async move {
            let opened = Socket::open(address, &path, protocol, &headers).await;
            let refused = opened.err().expect("a refusal");
            (refused.status, refused.problem.code)
        }
    };
    let ours = ("origin", portal.origin());
    let cookie = ("cookie", erika.cookie.clone());
    let foreign = ("origin", "https://evil.example".to_owned());
    let bearer = |text: &str| ("authorization", text.to_owned());
    let made_up = corporate_protocol::Secret::from_random([3; 32]).reveal();
    let log = LOG_PROTOCOL;
    assert_eq!(open(vec![ours.clone()], log).await, (401, ErrorCode::NotSignedIn));
    assert_eq!(open(vec![cookie.clone()], log).await, (403, ErrorCode::ForeignOrigin));
    assert_eq!(open(vec![cookie.clone(), foreign], log).await, (403, ErrorCode::ForeignOrigin));
    for bad in ["", "Bearer", "Bearer x", "Basic eDp4", &format!("Bearer {made_up}")] {
        assert_eq!(open(vec![bearer(bad)], log).await, (401, ErrorCode::NotSignedIn), "{bad}");
    }
    for wrong in ["", SCREEN_PROTOCOL, "corporate.log.v2"] {
        let refused = open(vec![cookie.clone(), ours.clone()], wrong).await;
        assert_eq!(refused, (400, ErrorCode::VersionUnsupported), "{wrong}");
    }
    portal.clock.pass_seconds(24 * 3600);
    assert_eq!(open(vec![cookie, ours], log).await, (401, ErrorCode::NotSignedIn));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_unknown_session_there_is_no_log() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let refused = anna.try_log(&portal, SessionId::random()).await.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (404, ErrorCode::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn before_taking_an_agent_may_read_and_take_and_nothing_else() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.try_log(&portal, erika.session).await.expect("a log socket");
    let text = MessageText::parse("Psst").expect("a text");
    for body in [CommandBody::Say { text }, CommandBody::Upgrade, CommandBody::End] {
        assert_eq!(anna.ask(body).await, Err(ErrorCode::NotInSession));
    }
    anna.signal(corporate_protocol::Signal::AgentTyping { active: true }).await;
    anna.do_it(CommandBody::Take).await;
    web.until("the agent", |log| log.state.phase == Phase::Chatting).await;
    assert!(web.signals.is_empty(), "who does not take part does not type");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_agents_gets_the_session_and_the_other_is_shown_out() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut ben_log = ben.try_log(&portal, erika.session).await.expect("a log socket");
    let mut anna_log = anna.take(&portal, erika.session).await;
    anna_log.say("For Erika's eyes only").await;
    assert_eq!(ben_log.until_closed().await, Some(ErrorCode::NotInSession));
    assert!(ben_log.texts().is_empty());
    let refused = ben.try_log(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::NotInSession));
    assert_eq!(anna_log.ask(CommandBody::Take).await, Err(ErrorCode::AlreadyTaken));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_chat_can_not_speak_for_the_app() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    app.log(&portal).await.do_it(CommandBody::AskConsent).await;
    let mut web = erika.log(&portal).await;
    let granted = CommandBody::AnswerConsent { granted: true, timed_out: false };
    assert_eq!(web.ask(granted.clone()).await, Err(ErrorCode::NotAllowed));
    assert_eq!(anna.ask(granted).await, Err(ErrorCode::NotAllowed), "nor an agent");
    for body in [CommandBody::Take, CommandBody::Upgrade, CommandBody::LeaveApp] {
        assert_eq!(web.ask(body).await, Err(ErrorCode::NotAllowed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_with_both_cookies_says_whom_it_means() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let both = format!("{}; {}", erika.cookie, anna.cookie);
    let headers = [("cookie", both), ("origin", portal.origin())];
    let open = async |query: &str| {
        LogClient::open(&portal, erika.session, query, &headers).await.expect("a log socket")
    };
    let mut as_agent = open("after=0&as=agent").await;
    as_agent.do_it(CommandBody::Take).await;
    let mut as_customer = open("after=0&as=customer").await;
    as_customer.say("I am the customer").await;
    let mut unsaid = open("after=0").await;
    assert_eq!(unsaid.ask(CommandBody::Upgrade).await, Err(ErrorCode::NotAllowed));
    // Naming a role gives no right to it.
    let only = [("cookie", erika.cookie.clone()), ("origin", portal.origin())];
    let opened = LogClient::open(&portal, erika.session, "after=0&as=agent", &only).await;
    assert_eq!(opened.err().expect("a refusal").problem.code, ErrorCode::NotSignedIn);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_closes_the_agents_sockets() {
    let portal = TestPortal::start_with(None, |config| {
        config.timings.ping_every = std::time::Duration::from_millis(100);
    })
    .await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let mut log = anna.take(&portal, erika.session).await;
    let out = Request::new("POST", "/api/v1/agents/sign-out").header("cookie", &anna.cookie);
    assert_eq!(portal.send(out).await.status, 204);
    assert_eq!(log.until_closed().await, Some(ErrorCode::NotSignedIn));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_whose_queue_is_taken_away_reads_no_waiting_session_of_it() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let mut log = anna.try_log(&portal, erika.session).await.expect("her queue");
    portal.change_agent("anna@demo.test", "Anna Berg", &["general"], 5).await;
    let closed = log.until_closed().await;
    assert!(matches!(closed, Some(ErrorCode::NotInSession | ErrorCode::NotSignedIn)), "{closed:?}");
}
