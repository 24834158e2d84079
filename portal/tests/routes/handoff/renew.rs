//! `POST /api/v1/handoff/renew`

use corporate_protocol::{
    CommandBody, ErrorCode, EventBody, RenewResponse, Ticket, UpgradeStep, limits,
};
use serde_json::json;

use crate::support::{
    Agent, Answer, Customer, LogClient, Request, TestPortal, join, renew, until_limited,
};

async fn upgrading(portal: &TestPortal) -> (Customer, LogClient) {
    let erika = Customer::start(portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(portal).await.take(portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    (erika, anna)
}

fn renewed(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json::<RenewResponse>().ticket.reveal()
}

fn refused(answer: &Answer) -> (u16, ErrorCode) {
    (answer.status, answer.code())
}

fn refusals(log: &LogClient) -> Vec<ErrorCode> {
    let reasons = log.events.iter().filter_map(|event| match event.body {
        EventBody::HandoffRefused { reason } => Some(reason),
        _ => None,
    });
    reasons.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_exchanged_for_a_younger_one_that_joins() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let first = erika.ticket(&portal).await;
    portal.clock.pass_seconds(limits::TICKET_SECONDS - 1);
    let second = renewed(&renew(&portal, &first).await);
    assert_ne!(first, second);
    assert_eq!(refused(&join(&portal, &first).await), (410, ErrorCode::TicketUsed));
    portal.clock.pass_seconds(limits::TICKET_SECONDS - 1);
    assert_eq!(join(&portal, &second).await.status, 200, "it lives as long as the first");
    anna.until("the app", |log| log.state.upgrade == Some(UpgradeStep::AppJoined)).await;
    assert_eq!(refusals(&anna), [ErrorCode::TicketUsed]);
    assert_eq!(refused(&renew(&portal, &second).await), (410, ErrorCode::TicketUsed));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_renewals_at_the_same_time_one_gives_a_ticket_that_works() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let ticket = erika.ticket(&portal).await;
    let answers = futures_util::future::join_all((0..6).map(|_| renew(&portal, &ticket))).await;
    let tickets: Vec<_> = answers.iter().map(renewed).collect();
    let joining = tickets.iter().map(|ticket| join(&portal, ticket));
    let answers = futures_util::future::join_all(joining).await;
    let (good, bad): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(good.len(), 1);
    for answer in bad {
        assert_eq!(refused(answer), (410, ErrorCode::TicketExpired));
    }
    anna.until("three refusals", |log| refusals(log) == [ErrorCode::TicketExpired; 3]).await;
    assert_eq!(refused(&renew(&portal, &ticket).await), (410, ErrorCode::TicketUsed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_whose_answer_was_lost_is_renewed_again() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let first = erika.ticket(&portal).await;
    let lost = renewed(&renew(&portal, &first).await);
    portal.clock.pass_seconds(20);
    let again = renewed(&renew(&portal, &first).await);
    assert_eq!(refused(&join(&portal, &lost).await), (410, ErrorCode::TicketExpired));
    assert_eq!(join(&portal, &again).await.status, 200);
    anna.until("the app", |log| log.state.upgrade == Some(UpgradeStep::AppJoined)).await;
    assert_eq!(refusals(&anna), [ErrorCode::TicketExpired], "of the lost one alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_gives_no_ticket_more_time() {
    let portal = TestPortal::start().await;
    let (erika, _anna) = upgrading(&portal).await;
    let first = erika.ticket(&portal).await;
    portal.clock.pass_seconds(limits::TICKET_SECONDS - 1);
    let second = renewed(&renew(&portal, &first).await);
    portal.clock.pass_seconds(1);
    assert_eq!(refused(&renew(&portal, &first).await), (410, ErrorCode::TicketUsed));
    assert_eq!(join(&portal, &second).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn once_the_younger_ticket_was_shown_the_older_one_is_spent() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let first = erika.ticket(&portal).await;
    let second = renewed(&renew(&portal, &first).await);
    let third = renewed(&renew(&portal, &second).await);
    assert_eq!(refused(&renew(&portal, &first).await), (410, ErrorCode::TicketUsed));
    assert_eq!(refused(&join(&portal, &second).await), (410, ErrorCode::TicketUsed));
    assert_eq!(join(&portal, &third).await.status, 200);
    assert_eq!(refused(&renew(&portal, &second).await), (410, ErrorCode::TicketUsed));
    anna.until("three refusals", |log| refusals(log) == [ErrorCode::TicketUsed; 3]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_and_joining_at_the_same_time_make_one_app() {
    let portal = TestPortal::start().await;
    let (erika, _anna) = upgrading(&portal).await;
    let ticket = erika.ticket(&portal).await;
    let (new, joined) = tokio::join!(renew(&portal, &ticket), join(&portal, &ticket));
    assert!((new.status == 200) != (joined.status == 200), "{} {}", new.text(), joined.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_after_its_code_a_ticket_is_renewed_no_more() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let mut ticket = erika.ticket(&portal).await;
    let step = 200;
    for _ in 1..limits::RENEWAL_SECONDS / step {
        portal.clock.pass_seconds(step);
        ticket = renewed(&renew(&portal, &ticket).await);
    }
    portal.clock.pass_seconds(step);
    assert_eq!(refused(&renew(&portal, &ticket).await), (410, ErrorCode::TicketExpired));
    anna.until("the refusal", |log| refusals(log) == [ErrorCode::TicketExpired]).await;
    assert_eq!(join(&portal, &ticket).await.status, 200, "the last one works to its own end");
}

#[tokio::test(flavor = "multi_thread")]
async fn late_unknown_and_replaced_tickets_are_not_renewed() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let old = erika.ticket(&portal).await;
    portal.clock.pass_seconds(1);
    let new = erika.ticket(&portal).await;
    assert_eq!(refused(&renew(&portal, &old).await), (410, ErrorCode::TicketExpired));
    portal.clock.pass_seconds(limits::TICKET_SECONDS);
    assert_eq!(refused(&renew(&portal, &new).await), (410, ErrorCode::TicketExpired));
    let unknown = renew(&portal, &Ticket::from_random([1; 32]).reveal()).await;
    assert_eq!(refused(&unknown), (404, ErrorCode::TicketUnknown));
    let chat = erika.cookie.split_once('=').expect("a pair").1;
    assert_eq!(refused(&renew(&portal, chat).await), (404, ErrorCode::TicketUnknown));
    for bad in ["", "short", "2222-2222-2222"] {
        assert_eq!(refused(&renew(&portal, bad).await), (400, ErrorCode::BadRequest), "{bad}");
    }
    anna.until("two refusals", |log| refusals(log) == [ErrorCode::TicketExpired; 2]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_gone_takes_its_ticket_with_it() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let ticket = erika.ticket(&portal).await;
    anna.do_it(CommandBody::CancelUpgrade).await;
    assert_eq!(refused(&renew(&portal, &ticket).await), (410, ErrorCode::TicketExpired));
    anna.do_it(CommandBody::Upgrade).await;
    assert_eq!(refused(&renew(&portal, &ticket).await), (410, ErrorCode::TicketExpired));
    let ticket = erika.ticket(&portal).await;
    anna.do_it(CommandBody::End).await;
    assert_eq!(refused(&renew(&portal, &ticket).await), (410, ErrorCode::SessionEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_ticket_outlasts_a_restart_and_keeps_its_hour() {
    let portal = TestPortal::start().await;
    let (erika, _anna) = upgrading(&portal).await;
    let ticket = renewed(&renew(&portal, &erika.ticket(&portal).await).await);
    let portal = portal.restart().await;
    let ticket = renewed(&renew(&portal, &ticket).await);
    assert_eq!(join(&portal, &ticket).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_can_not_show_tickets_without_end() {
    let portal = TestPortal::start().await;
    let body = json!({ "ticket": Ticket::from_random([1; 32]).reveal() });
    let request = Request::post("/api/v1/handoff/renew", &body);
    let (shown, _) = until_limited(async || portal.send_bare(request.clone()).await).await;
    assert!(shown >= 60, "{shown}");
}
