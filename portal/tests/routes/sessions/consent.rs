//! Answers about consent that come too late

use corporate_protocol::{
    Author, CommandBody, Consent, ErrorCode, EventBody, RefusedConsent, limits,
};

use crate::support::{Agent, Customer, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_to_an_old_question_is_refused_and_the_question_closed() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    let mut log = app.log(&portal).await;
    let yes = CommandBody::AnswerConsent { granted: true, timed_out: false };
    log.do_it(CommandBody::AskConsent).await;
    portal.clock.pass_seconds(limits::CONSENT_SECONDS as i64 + 15);
    assert_eq!(log.ask(yes.clone()).await, Err(ErrorCode::NotNow));
    let unanswered = EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer };
    log.until("the end of the question", |log| log.state.consent == Consent::Refused).await;
    let last = log.events.last().expect("an event");
    assert_eq!((&last.author, &last.body), (&Author::Portal, &unanswered));
    let start = CommandBody::StartSharing {
        monitor: "1".into(),
        width: 800,
        height: 600,
        monitors: Vec::new(),
    };
    assert_eq!(log.ask(start).await, Err(ErrorCode::NoConsent));
    log.do_it(CommandBody::AskConsent).await;
    portal.clock.pass_seconds(limits::CONSENT_SECONDS as i64);
    log.do_it(yes).await;
    assert_eq!(log.state.consent, Consent::Given, "on its way in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_no_is_still_a_no() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    let mut log = app.log(&portal).await;
    log.do_it(CommandBody::AskConsent).await;
    portal.clock.pass_seconds(3600);
    log.do_it(CommandBody::AnswerConsent { granted: false, timed_out: true }).await;
    assert_eq!(log.state.consent, Consent::Refused);
}
