//! The whole life of a hand-off, and every refused code and ticket of it, in the session's log and
//! in its report.

use corporate_protocol::report::{HandoffFacts, SessionReport};
use corporate_protocol::{
    Author, CommandBody, ErrorCode, EventBody, PersonName, RedeemResponse, limits,
};

use crate::support::{Agent, Customer, LogClient, Request, TestPortal, join, redeem, soon};

async fn upgrading(portal: &TestPortal) -> (Customer, Agent, LogClient) {
    let erika = Customer::start(portal, "Erika", "Hi").await;
    let agent = Agent::anna(portal).await;
    let mut anna = agent.take(portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    (erika, agent, anna)
}

/// The kinds of all that is about hand-offs, in order.
fn kinds(log: &LogClient) -> Vec<String> {
    let kinds = log.events.iter().map(|event| {
        let json = serde_json::to_value(&event.body).expect("JSON");
        json["kind"].as_str().expect("a kind").to_owned()
    });
    let others = ["session_started", "agent_joined", "message"];
    kinds.filter(|kind| !others.contains(&kind.as_str())).collect()
}

/// The report's facts of a session's one hand-off.
async fn handoff(portal: &TestPortal, customer: &Customer) -> HandoffFacts {
    let path = format!("/api/v1/reports/sessions/{}", customer.session);
    let answer = Agent::ben(portal).await.get(portal, &path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut handoffs = answer.json::<SessionReport>().handoffs;
    assert_eq!(handoffs.len(), 1, "{handoffs:?}");
    handoffs.remove(0)
}

fn reasons(facts: &HandoffFacts) -> Vec<ErrorCode> {
    facts.refused.iter().map(|refused| refused.reason).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_stands_in_the_log_and_in_the_report() {
    let portal = TestPortal::start().await;
    let (erika, agent, mut anna) = upgrading(&portal).await;
    let start = portal.now();
    portal.clock.pass_seconds(1);
    let offer = erika.code(&portal).await;
    portal.clock.pass_seconds(1);
    assert_eq!(agent.ask_code(&portal, erika.session).await.status, 200);
    portal.clock.pass_seconds(1);
    portal.send_bare(Request::get(&offer.url)).await;
    portal.clock.pass_seconds(1);
    let redeemed: RedeemResponse = redeem(&portal, offer.code.to_string()).await.json();
    let ticket = redeemed.ticket.reveal();
    portal.clock.pass_seconds(1);
    assert_eq!(join(&portal, &ticket).await.status, 200);
    portal.clock.pass_seconds(1);
    assert_eq!(join(&portal, &ticket).await.code(), ErrorCode::TicketUsed);
    anna.until("the refusal", |log| kinds(log).len() == 7).await;
    assert_eq!(
        kinds(&anna),
        [
            "upgrade_offered",
            "code_made",
            "code_made",
            "opener_fetched",
            "opener_started",
            "app_joined",
            "handoff_refused"
        ]
    );
    let facts = handoff(&portal, &erika).await;
    let after = |seconds| Some(start.plus_seconds(seconds));
    assert_eq!((facts.code_made_at, facts.read_out_at), (after(1), after(2)));
    assert_eq!((facts.fetched_at, facts.started_at), (after(3), after(4)));
    assert_eq!((facts.joined_at, facts.expired_at), (after(5), None));
    assert_eq!((reasons(&facts), facts.refused[0].at), (vec![ErrorCode::TicketUsed], portal.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_nobody_used_in_time_are_told_of_once() {
    let portal = TestPortal::start_with(Some(crate::support::TestRelease::new()), |config| {
        config.timings.look_every = std::time::Duration::from_millis(20);
    })
    .await;
    let (erika, _, mut anna) = upgrading(&portal).await;
    let expired = |log: &LogClient| {
        log.events
            .iter()
            .filter(|event| matches!(event.body, EventBody::CodeExpired { .. }))
            .count()
    };
    // More than are logged: the last one counts.
    for _ in 0..6 {
        portal.clock.pass_seconds(1);
        erika.code(&portal).await;
    }
    portal.clock.pass_seconds(limits::CODE_SECONDS - 1);
    anna.say("Are you there?").await;
    assert_eq!(expired(&anna), 0, "the sixth still works");
    portal.clock.pass_seconds(1);
    anna.until("the end of the codes", |log| expired(log) == 1).await;
    let last = anna.events.last().expect("an event");
    assert_eq!(last.author, Author::Portal);
    let facts = handoff(&portal, &erika).await;
    assert_eq!(facts.expired_at, Some(last.at));
    anna.do_it(CommandBody::CancelUpgrade).await;
    anna.do_it(CommandBody::Upgrade).await;
    let code = erika.code(&portal).await.code.to_string();
    assert_eq!(redeem(&portal, code).await.status, 200);
    portal.clock.pass_seconds(limits::CODE_SECONDS);
    soon("another look around", anna.say("Still?")).await;
    assert_eq!(expired(&anna), 1, "a code that was redeemed does not expire");
}

#[tokio::test(flavor = "multi_thread")]
async fn replayed_late_and_foreign_codes_are_refused_and_reported() {
    let portal = TestPortal::start().await;
    let (erika, _, mut anna) = upgrading(&portal).await;
    let (replayed, late) = (erika.code(&portal).await, erika.code(&portal).await);
    assert_eq!(redeem(&portal, replayed.code.to_string()).await.status, 200);
    assert_eq!(redeem(&portal, replayed.code.to_string()).await.code(), ErrorCode::CodeUsed);
    portal.clock.pass_seconds(limits::CODE_SECONDS);
    let fetched = portal.send_bare(Request::get(&late.url)).await;
    assert_eq!(fetched.code(), ErrorCode::CodeExpired, "a download is refused and logged too");
    assert_eq!(redeem(&portal, late.code.to_string()).await.code(), ErrorCode::CodeExpired);

    // Another session's code leads to that session alone.
    let otto = Customer::start(&portal, "Otto", "Private").await;
    let mut ben = Agent::ben(&portal).await.take(&portal, otto.session).await;
    ben.do_it(CommandBody::Upgrade).await;
    let foreign = otto.code(&portal).await.code.to_string();
    let redeemed: RedeemResponse = redeem(&portal, foreign).await.json();
    assert_eq!(redeemed.agent, PersonName::parse("Ben Kurz").expect("a name"));
    let joined = join(&portal, &redeemed.ticket.reveal()).await;
    let joined: corporate_protocol::JoinResponse = joined.json();
    assert_eq!(joined.session, otto.session);

    // A guessed one leads nowhere, and stands in nobody's log.
    assert_eq!(redeem(&portal, "2222-2222-2222".into()).await.code(), ErrorCode::CodeUnknown);
    anna.until("three refusals", |log| kinds(log).len() == 7).await;
    let facts = handoff(&portal, &erika).await;
    let expected = [ErrorCode::CodeUsed, ErrorCode::CodeExpired, ErrorCode::CodeExpired];
    assert_eq!(reasons(&facts), expected);
    let facts = handoff(&portal, &otto).await;
    assert!(facts.refused.is_empty());
}
