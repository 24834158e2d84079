//! `GET /api/v1/sessions/{session}/transcript.txt`

use corporate_protocol::{CommandBody, ErrorCode};

use crate::support::{Agent, Answer, Customer, Request, TestPortal};

fn path(customer: &Customer, query: &str) -> String {
    format!("/api/v1/sessions/{}/transcript.txt{query}", customer.session)
}

async fn as_customer(portal: &TestPortal, customer: &Customer, query: &str) -> Answer {
    let request = Request::get(path(customer, query)).header("cookie", &customer.cookie);
    portal.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_saves_it_during_and_after_the_session() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika Müller", "Der Drucker streikt.").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.say("Guten Tag!").await;
    let during = as_customer(&portal, &erika, "").await;
    assert_eq!(during.header("content-type"), Some("text/plain; charset=utf-8"));
    let disposition = during.header("content-disposition").expect("a disposition");
    assert_eq!(disposition, "attachment; filename=\"Chatprotokoll_2026-11-22_12-00.txt\"");
    assert!(during.text().contains("12:00:00  Supportmitarbeiter Anna Berg: Guten Tag!"));
    anna.do_it(CommandBody::End).await;
    let after = as_customer(&portal, &erika, "?lang=en&zone=Europe/Berlin").await;
    assert!(after.text().contains("13:00:00  Customer Erika Müller: Der Drucker streikt."));
    assert!(after.text().contains("Agent Anna Berg ended the session."));
    let bad_zone = as_customer(&portal, &erika, "?zone=Mars/Olympus").await;
    assert!(bad_zone.text().contains("12:00:00"), "{}", bad_zone.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn app_agent_and_reader_of_reports_get_it_and_others_do_not() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let before = anna.get(&portal, &path(&erika, "")).await;
    assert_eq!(before.code(), ErrorCode::NotInSession, "anna has neither taken it nor the right");
    assert_eq!(ben.get(&portal, &path(&erika, "")).await.status, 200);
    let mut log = anna.take(&portal, erika.session).await;
    assert_eq!(anna.get(&portal, &path(&erika, "")).await.status, 200);
    log.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    let request = Request::get(path(&erika, "")).header("authorization", &app.bearer);
    assert_eq!(portal.send_bare(request).await.status, 200);
    let nobody = portal.send_bare(Request::get(path(&erika, ""))).await;
    assert_eq!(nobody.code(), ErrorCode::NotSignedIn);
}
