//! The whole life of a hand-off, and every refused code and ticket of it, in the session's log and
//! in its report.

use std::time::Duration;

use corporate_protocol::report::{HandoffFacts, SessionReport};
use corporate_protocol::{
    Author, CommandBody, ErrorCode, Event, EventBody, PersonName, RedeemResponse, Via, limits,
};

use crate::support::{Agent, Customer, LogClient, Request, TestPortal, join, redeem};

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

/// A portal that looks around often.
async fn watchful() -> TestPortal {
    TestPortal::start_with(Some(crate::support::TestRelease::new()), |config| {
        config.timings.look_every = Duration::from_millis(20);
    })
    .await
}

/// How often the log says that codes have expired.
fn expired(log: &LogClient) -> usize {
    let expired = |event: &&Event| matches!(event.body, EventBody::CodeExpired { .. });
    log.events.iter().filter(expired).count()
}

/// Waits until the portal has looked at all sessions at this moment of its clock. A code is made in
/// the past and expires by now. The look that sees it has seen the others too, but may not have
/// logged all of it yet; before the second such look it has.
async fn looked_around(portal: &TestPortal, other: &Customer, log: &mut LogClient) {
    for _ in 0..2 {
        let before = expired(log);
        portal.clock.pass_seconds(-limits::CODE_SECONDS);
        other.code(portal).await;
        portal.clock.pass_seconds(limits::CODE_SECONDS);
        log.until("a look around", |log| expired(log) > before).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_nobody_used_in_time_are_told_of_once() {
    let portal = watchful().await;
    let (erika, _, mut anna) = upgrading(&portal).await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let mut ben = Agent::ben(&portal).await.take(&portal, otto.session).await;
    ben.do_it(CommandBody::Upgrade).await;
    // More than are logged: the last one counts.
    for _ in 0..6 {
        portal.clock.pass_seconds(1);
        erika.code(&portal).await;
    }
    portal.clock.pass_seconds(limits::CODE_SECONDS - 1);
    looked_around(&portal, &otto, &mut ben).await;
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
    looked_around(&portal, &otto, &mut ben).await;
    anna.say("Still?").await;
    assert_eq!(expired(&anna), 1, "a code that was redeemed does not expire");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_code_after_an_expiry_is_told_of_whatever_was_told_before() {
    let portal = watchful().await;
    let (erika, _, mut anna) = upgrading(&portal).await;
    for _ in 0..6 {
        erika.code(&portal).await;
    }
    portal.clock.pass_seconds(limits::CODE_SECONDS);
    anna.until("the end of the codes", |log| expired(log) == 1).await;
    let code = erika.code(&portal).await.code.to_string();
    anna.until("a code again", |log| kinds(log).last().is_some_and(|kind| kind == "code_made"))
        .await;
    assert_eq!(handoff(&portal, &erika).await.expired_at, None, "there is one that works");
    assert_eq!(redeem(&portal, code).await.status, 200);
    let facts = handoff(&portal, &erika).await;
    assert_eq!((facts.expired_at, facts.started_at), (None, Some(portal.now())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_download_hides_no_stolen_ticket() {
    let portal = TestPortal::start().await;
    let (erika, _, mut anna) = upgrading(&portal).await;
    let offer = erika.code(&portal).await;
    let redeemed: RedeemResponse = redeem(&portal, offer.code.to_string()).await.json();
    for _ in 0..5 {
        let fetched = portal.send_bare(Request::get(&offer.url)).await;
        assert_eq!(fetched.code(), ErrorCode::CodeUsed);
    }
    // A browser's history fetches it; whoever shows the code to be redeemed is somebody else.
    assert_eq!(redeem(&portal, offer.code.to_string()).await.code(), ErrorCode::CodeUsed);
    let ticket = redeemed.ticket.reveal();
    assert_eq!(join(&portal, &ticket).await.status, 200);
    assert_eq!(join(&portal, &ticket).await.code(), ErrorCode::TicketUsed);
    let refusals = |log: &LogClient| -> Vec<_> {
        let refusals = log.events.iter().filter_map(|event| match event.body {
            EventBody::HandoffRefused { reason } => Some((event.author.clone(), reason)),
            _ => None,
        });
        refusals.collect()
    };
    anna.until("the theft", |log| refusals(log).len() == 5).await;
    let by = |via, reason| (Author::Customer { via }, reason);
    let spent = by(Via::Web, ErrorCode::CodeUsed);
    let replayed = by(Via::App, ErrorCode::CodeUsed);
    let stolen = by(Via::App, ErrorCode::TicketUsed);
    assert_eq!(refusals(&anna), [spent.clone(), spent.clone(), spent, replayed, stolen]);
    let facts = handoff(&portal, &erika).await;
    assert_eq!(reasons(&facts).last(), Some(&ErrorCode::TicketUsed));
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
