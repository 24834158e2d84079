//! A portal that restarts in the middle: nothing is lost, nothing doubled.

use corporate_protocol::screen::Message as Screen;
use corporate_protocol::{
    Command, CommandBody, CommandId, Consent, ErrorCode, EventBody, MessageText, Phase,
    RedeemResponse, Seq, Sharing as State,
};

use crate::support::{Agent, Customer, Sharing, TestPortal, frame, join, read, redeem};

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_a_chat() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.take(&portal, erika.session).await;
    let mut web = erika.log(&portal).await;
    let text = MessageText::parse("just before").expect("a text");
    let command = Command { id: CommandId::random(), body: CommandBody::Say { text } };
    web.send(&command).await;
    let seq = web.answer(command.id).await.expect("confirmed");
    anna.until_seq(seq).await;

    let portal = portal.restart().await;
    assert_eq!(web.until_closed().await, Some(ErrorCode::Unavailable));
    assert_eq!(anna.until_closed().await, Some(ErrorCode::Unavailable));
    let mut web = erika.log_after(&portal, 1).await;
    web.send(&command).await;
    assert_eq!(web.answer(command.id).await, Ok(seq), "confirmed again, not done again");
    let next = web.say("just after").await;
    assert_eq!(next, seq.next());
    let mut anna = agent.try_log(&portal, erika.session).await.expect("still signed in");
    anna.until_seq(next).await;
    assert_eq!(anna.texts(), ["just before", "just after"]);
    assert!(anna.is_gapless());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_a_hand_off() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let code = erika.code(&portal).await.code.to_string();
    let portal = portal.restart().await;
    let redeemed: RedeemResponse = redeem(&portal, code.clone()).await.json();
    let portal = portal.restart().await;
    assert_eq!(redeem(&portal, code).await.code(), ErrorCode::CodeUsed);
    assert_eq!(join(&portal, &redeemed.ticket.reveal()).await.status, 200);
    let portal = portal.restart().await;
    assert_eq!(join(&portal, &redeemed.ticket.reveal()).await.code(), ErrorCode::TicketUsed);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_sharing() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    let portal = portal.restart().await;
    assert_eq!(sharing.screen.closed().await, Some(1012));
    assert_eq!(viewer.closed().await, Some(1012));
    let log = sharing.app.log(&portal).await;
    assert_eq!((log.state.phase, log.state.consent), (Phase::Standard, Consent::Given));
    assert_eq!(log.state.sharing, State::On, "the same consent goes on");
    sharing.screen = sharing.app.screen(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    let shown = read(viewer.next().await);
    assert!(matches!(shown, Screen::Frame(frame) if frame.sequence == 1));
    assert!(log.state.seq > Seq(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_does_not_come_back_after_a_restart_has_left() {
    let portal = TestPortal::start().await;
    let sharing = Sharing::started(&portal).await;
    let portal = portal
        .restart_with(|config| config.timings.app_gone = std::time::Duration::from_millis(100))
        .await;
    let mut anna = sharing.agent.try_log(&portal, sharing.app.session).await.expect("a socket");
    anna.until("the leaving", |log| {
        log.events.last().is_some_and(|event| event.body == EventBody::AppLeft)
    })
    .await;
    assert_eq!((anna.state.sharing, anna.state.consent), (State::Off, Consent::None));
    anna.do_it(CommandBody::Upgrade).await;
}
