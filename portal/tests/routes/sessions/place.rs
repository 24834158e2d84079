//! The place in the queue, on the session log socket

use corporate_protocol::{Availability, CommandBody, Place};

use crate::support::{Agent, Console, Customer, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_customer_sees_the_own_place_and_moves_up() {
    let portal = TestPortal::start().await;
    let mut logs = Vec::new();
    for name in ["Erika", "Otto", "Third"] {
        logs.push(Customer::start(&portal, name, "Hi").await.log(&portal).await);
        portal.clock.pass_seconds(1);
    }
    for (place, log) in (1..).zip(&mut logs) {
        let wanted = Some(Place { place, staffed: false });
        log.until("the place", |log| log.place == wanted).await;
    }
    let anna = Agent::anna(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    for (place, log) in (1..).zip(&mut logs) {
        let wanted = Some(Place { place, staffed: true });
        log.until("somebody to be there", |log| log.place == wanted).await;
    }
    logs.remove(0).do_it(CommandBody::End).await;
    for (place, log) in (1..).zip(&mut logs) {
        let wanted = Some(Place { place, staffed: true });
        log.until("a step forward", |log| log.place == wanted).await;
    }
    anna.choose(&portal, Availability::Away).await;
    console
        .until("the choice", |console| {
            console.availability("Anna Berg") == Some(Availability::Away)
        })
        .await;
    let wanted = Some(Place { place: 1, staffed: false });
    logs[0].until("nobody to be there", |log| log.place == wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_and_those_who_chat_have_no_place() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    web.until("the place", |log| log.place.is_some()).await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.say("Hello").await;
    assert_eq!(anna.place, None);
    let mut again = erika.log(&portal).await;
    again.say("Hi").await;
    assert_eq!(again.place, None);
}
