//! `GET /api/v1/console/sessions`, the list socket

use corporate_protocol::{
    CommandBody, ErrorCode, LIST_PROTOCOL, ListMessage, MessageText, Phase, Seq, SessionSummary,
};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Agent, Customer, Socket, TestPortal};

const PATH: &str = "/api/v1/console/sessions";

/// The next message about sessions.
async fn next(socket: &mut Socket) -> ListMessage {
    loop {
        let message = match socket.next().await {
            Some(Message::Text(text)) => serde_json::from_str(text.as_str()),
            other => panic!("{other:?}"),
        };
        match message.expect("a list message") {
            ListMessage::Colleagues { .. } => {}
            other => return other,
        }
    }
}

async fn change(socket: &mut Socket) -> SessionSummary {
    match next(socket).await {
        ListMessage::Changed { session } => session,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shows_open_sessions_oldest_first_and_then_each_change() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Old").await;
    portal.clock.pass_seconds(60);
    let otto = Customer::start(&portal, "Otto", "New").await;
    let gone = Customer::start(&portal, "Gone", "Bye").await;
    gone.log(&portal).await.do_it(CommandBody::End).await;
    let anna = Agent::anna(&portal).await;
    let mut list = Socket::open(portal.address, PATH, LIST_PROTOCOL, &anna.headers(&portal))
        .await
        .expect("a list socket");
    let ListMessage::Sessions { sessions } = next(&mut list).await else { panic!("no list") };
    let ids: Vec<_> = sessions.iter().map(|row| row.id).collect();
    assert_eq!(ids, [erika.session, otto.session]);

    let third = Customer::start(&portal, "Third", "Hello").await;
    let row = change(&mut list).await;
    assert_eq!((row.id, row.state.phase), (third.session, Phase::Waiting));
    assert_eq!(
        (row.customer.as_str(), row.question.as_ref().map(MessageText::as_str)),
        ("Third", Some("Hello"))
    );
    let mut log = third.log(&portal).await;
    let seq = log.say("Anybody there?").await;
    assert_eq!(change(&mut list).await.last_customer_seq, seq);
    log.do_it(CommandBody::End).await;
    let row = change(&mut list).await;
    assert_eq!((row.state.phase, row.state.seq), (Phase::Ended, Seq(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn is_for_agents_of_our_own_pages_only() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let open = |headers: Vec<(&'static str, String)>, protocol: &'static str| async move {
        let opened = Socket::open(portal.address, PATH, protocol, &headers).await;
        let refused = opened.err().expect("a refusal");
        (refused.status, refused.problem.code)
    };
    let ours = ("origin", portal.origin());
    let foreign = ("origin", "https://evil.example".to_owned());
    let agent = ("cookie", anna.cookie.clone());
    let customer = ("cookie", erika.cookie.clone());
    let (list, log) = (LIST_PROTOCOL, corporate_protocol::LOG_PROTOCOL);
    assert_eq!(open(vec![ours.clone()], list).await, (401, ErrorCode::NotSignedIn));
    assert_eq!(open(vec![ours.clone(), customer], list).await, (401, ErrorCode::NotSignedIn));
    assert_eq!(open(vec![agent.clone()], list).await, (403, ErrorCode::ForeignOrigin));
    assert_eq!(open(vec![agent.clone(), foreign], list).await, (403, ErrorCode::ForeignOrigin));
    let wrong = open(vec![agent, ours], log).await;
    assert_eq!(wrong, (400, ErrorCode::VersionUnsupported));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_the_role_of_an_agent_neither_sees_nor_takes_sessions() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let list = Socket::open(portal.address, PATH, LIST_PROTOCOL, &max.headers(&portal)).await;
    let log = max.try_log(&portal, erika.session).await;
    let view = max.view(&portal, erika.session).await;
    for refused in [list.err(), log.err(), view.err()] {
        let refused = refused.expect("a refusal");
        assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::NotAllowed));
    }
    let transcript = format!("/api/v1/sessions/{}/transcript.txt", erika.session);
    assert_eq!(max.get(&portal, &transcript).await.status, 200, "the right to reports stays");
}
