//! Customers who are gone for long

use corporate_protocol::{Author, EndReason, EventBody, Phase};

use serde_json::json;

use crate::support::{Agent, Console, Customer, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_session_ends_when_nobody_is_in_front_of_it_any_more() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let mut stays = otto.log(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    drop(erika.log(&portal).await);
    stays.until("a look around", |log| log.place.is_some()).await;
    portal.clock.pass_seconds(31 * 60);
    console
        .until("the end", |list| {
            list.row(erika.session).is_some_and(|row| row.state.phase == Phase::Ended)
        })
        .await;
    let log = erika.log(&portal).await;
    let last = log.events.last().expect("an event");
    let absent = EventBody::SessionEnded { reason: EndReason::Absent };
    assert_eq!((&last.author, &last.body), (&Author::Portal, &absent));
    stays.say("I am still here").await;
    assert_eq!(stays.state.phase, Phase::Waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_with_an_agent_has_half_a_day() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    portal.clock.pass_seconds(11 * 3600);
    tokio::time::sleep(portal.config().timings.look_every * 2).await;
    anna.say("Are you there?").await;
    assert_eq!(anna.state.phase, Phase::Chatting);
    portal.clock.pass_seconds(3600 + 1);
    anna.until("the end", |log| log.state.phase == Phase::Ended).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_nobody_answers_is_over_after_thirty_days() {
    const DAY: i64 = 24 * 3600;
    let portal = TestPortal::start().await;
    let message = json!({ "name": "Erika", "question": "Hi", "leave_message": true,
        "email": "erika@example.com", "queue": "general" });
    let erika = Customer::let_in(&Customer::try_start(&portal, &message).await);
    portal.clock.pass_seconds(29 * DAY);
    // What counts is the log's time: a start of the portal in between gives no new thirty days.
    let portal = portal.restart().await;
    let anna = Agent::anna(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    tokio::time::sleep(portal.config().timings.look_every * 2).await;
    assert_eq!(console.row(erika.session).expect("a row").state.phase, Phase::Waiting);
    portal.clock.pass_seconds(DAY);
    console
        .until("the end", |list| {
            list.row(erika.session).is_some_and(|row| row.state.phase == Phase::Ended)
        })
        .await;
}
