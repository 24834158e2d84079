//! Delivered marks, on the session log socket

use corporate_protocol::{ClientMessage, Seq};

use crate::support::{Agent, Customer, LogClient, TestPortal};

async fn received(log: &mut LogClient, seq: Seq) {
    let message = ClientMessage::Received { seq };
    log.send_text(serde_json::to_string(&message).expect("JSON")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_learns_how_far_the_log_has_come_on_the_other() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    let last = anna.say("Guten Tag!").await;
    web.until_seq(last).await;
    assert!(web.delivered.agent < last, "nobody has acknowledged it");
    received(&mut web, last).await;
    anna.until("the mark", |log| log.delivered.customer == last).await;
    received(&mut anna, last).await;
    web.until("the mark", |log| log.delivered.agent == last).await;
    received(&mut web, Seq(1)).await;
    let last = web.say("Er druckt nicht.").await;
    anna.until_seq(last).await;
    assert!(anna.delivered.customer >= Seq(3), "it never goes back");
    let mut again = erika.log_after(&portal, last.0).await;
    again.until("the mark", |log| log.delivered.customer == last).await;
    anna.until("the mark of who goes on after it", |log| log.delivered.customer == last).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_has_not_arrived_and_who_only_looks_counts_for_nothing() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    received(&mut web, Seq(u64::MAX)).await;
    web.until("the mark", |log| log.delivered.customer == Seq(1)).await;
    let agent = Agent::ben(&portal).await;
    let mut looks = agent.try_log(&portal, erika.session).await.expect("a log socket");
    received(&mut looks, Seq(1)).await;
    let last = web.say("Anybody?").await;
    looks.until_seq(last).await;
    received(&mut web, last).await;
    web.until("the mark", |log| log.delivered.customer == last).await;
    assert_eq!(web.delivered.agent, Seq(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_marks_are_told_in_few_messages_and_hold_no_words_up() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    for _ in 0..20 {
        let last = anna.say("one more").await;
        web.until_seq(last).await;
        received(&mut web, last).await;
    }
    let last = anna.say("done").await;
    web.until_seq(last).await;
    received(&mut web, last).await;
    anna.until("the last mark", |log| log.delivered.customer == last).await;
    assert!(anna.told_delivered < 22, "{} messages for 22 marks", anna.told_delivered);
}
