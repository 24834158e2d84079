//! `POST /api/v1/handoff/join`

use corporate_protocol::{
    ChatAfterUpgrade, CommandBody, ErrorCode, EventBody, JoinResponse, Seq, Ticket, UpgradeStep,
    limits,
};

use crate::support::{Agent, Customer, LogClient, TestPortal, TestRelease, join};

async fn upgrading(portal: &TestPortal) -> (Customer, LogClient) {
    let erika = Customer::start(portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(portal).await.take(portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    (erika, anna)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_gets_a_credential_of_its_own_and_reads_from_the_start() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let app = erika.bring_app(&portal).await;
    assert_eq!(app.joined.session, erika.session);
    assert_eq!(app.joined.chat_after, ChatAfterUpgrade::Both);
    assert_eq!(app.joined.company, "Muster Support");
    anna.until("the app", |log| log.state.upgrade == Some(UpgradeStep::AppJoined)).await;
    let mut log = app.log(&portal).await;
    assert_eq!(log.events[0].seq, Seq(1));
    log.say("From the app").await;
    anna.until("its message", |log| log.texts() == ["From the app"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_works_once() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let ticket = erika.ticket(&portal).await;
    let answers = futures_util::future::join_all((0..4).map(|_| join(&portal, &ticket))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((refused.status, refused.code()), (410, ErrorCode::TicketUsed));
    }
    let refused = |log: &LogClient| {
        let used = EventBody::HandoffRefused { reason: ErrorCode::TicketUsed };
        log.events.iter().filter(|event| event.body == used).count()
    };
    anna.until("three refusals", |log| refused(log) == 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_unknown_and_replaced_tickets_are_refused() {
    let portal = TestPortal::start().await;
    let (erika, _anna) = upgrading(&portal).await;
    let old = erika.ticket(&portal).await;
    portal.clock.pass_seconds(1);
    let new = erika.ticket(&portal).await;
    assert_eq!(join(&portal, &old).await.code(), ErrorCode::TicketExpired, "a newer one is there");
    portal.clock.pass_seconds(limits::TICKET_SECONDS);
    let late = join(&portal, &new).await;
    assert_eq!((late.status, late.code()), (410, ErrorCode::TicketExpired));
    let unknown = join(&portal, &Ticket::from_random([1; 32]).reveal()).await;
    assert_eq!((unknown.status, unknown.code()), (404, ErrorCode::TicketUnknown));
    assert_eq!(join(&portal, "short").await.code(), ErrorCode::BadRequest);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_no_ticket_and_a_credential_neither() {
    let portal = TestPortal::start().await;
    let (erika, _anna) = upgrading(&portal).await;
    let app = erika.bring_app(&portal).await;
    let credential = app.joined.credential.reveal();
    assert_eq!(join(&portal, &credential).await.code(), ErrorCode::TicketUnknown);
    let chat = erika.cookie.split_once('=').expect("a pair").1;
    assert_eq!(join(&portal, chat).await.code(), ErrorCode::TicketUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_credential_opens_no_other_session() {
    let portal = TestPortal::start().await;
    let (erika, _anna) = upgrading(&portal).await;
    let app = erika.bring_app(&portal).await;
    let otto = Customer::start(&portal, "Otto", "Private").await;
    let query = "after=0";
    let opened = LogClient::open(&portal, otto.session, query, &app.headers()).await;
    let refused = opened.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::NotInSession));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accounts_setting_goes_to_the_app_and_closes_the_web_chat() {
    let portal = TestPortal::start().await;
    let setup = corporate_portal::setup::Setup::open(portal.config()).await.expect("a store");
    setup.set_account(None, Some("transfer")).await.expect("set");
    setup.close().await;
    let (erika, _anna) = upgrading(&portal).await;
    let mut web = erika.log(&portal).await;
    let joined: JoinResponse = join(&portal, &erika.ticket(&portal).await).await.json();
    assert_eq!(joined.chat_after, ChatAfterUpgrade::Transfer);
    web.until("the move", |log| log.state.chat_moved()).await;
    let text = corporate_protocol::MessageText::parse("Still here?").expect("a text");
    assert_eq!(web.ask(CommandBody::Say { text }).await, Err(ErrorCode::ChatMoved));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_joined_and_never_connected_has_left() {
    let portal = TestPortal::start_with(Some(TestRelease::new()), |config| {
        config.timings.app_gone = std::time::Duration::from_millis(100);
    })
    .await;
    let (erika, mut anna) = upgrading(&portal).await;
    erika.bring_app(&portal).await;
    anna.until("the leaving", |log| {
        log.events.last().is_some_and(|event| event.body == EventBody::AppLeft)
    })
    .await;
    anna.do_it(CommandBody::Upgrade).await;
    assert_eq!(anna.state.upgrade, Some(UpgradeStep::Offered), "a new hand-off can begin");
    erika.code(&portal).await;
}
