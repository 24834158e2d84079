//! `POST /api/v1/chats`

use corporate_protocol::{ErrorCode, EventBody, MessageText, Phase};
use serde_json::json;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use crate::support::{Agent, Console, Customer, Request, TestPortal};

const PATH: &str = "/api/v1/chats";

#[tokio::test(flavor = "multi_thread")]
async fn opens_a_session_that_waits() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "  Erika\nMuster ", "Der Drucker streikt.").await;
    let log = erika.log(&portal).await;
    assert_eq!(log.state.phase, Phase::Waiting);
    let EventBody::SessionStarted { customer, question, queue, .. } = &log.events[0].body else {
        panic!("{:?}", log.events)
    };
    assert_eq!(customer.as_str(), "Erika Muster");
    assert_eq!(question.as_ref().map(MessageText::as_str), Some("Der Drucker streikt."));
    assert_eq!(queue.as_str(), "printers");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_queue_it_is_the_first() {
    let portal = TestPortal::start().await;
    let body = json!({ "name": "Erika", "question": "Hi" });
    let answer = portal.send(Request::post(PATH, &body)).await;
    let cookie = answer.cookie();
    let session = answer.json::<corporate_protocol::ChatStarted>().session;
    let log = Customer { session, cookie }.log(&portal).await;
    let EventBody::SessionStarted { queue, .. } = &log.events[0].body else {
        panic!("{:?}", log.events)
    };
    assert_eq!(queue.as_str(), "general");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_queue_that_was_removed_meanwhile_it_is_the_first_too() {
    let portal = TestPortal::start().await;
    let body = json!({ "name": "Erika", "question": "Hi", "queue": "removed" });
    let erika = Customer::let_in(&Customer::try_start(&portal, &body).await);
    let queue = erika.log(&portal).await.state.queue.expect("a queue");
    assert_eq!(queue.as_str(), "general");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_grows_too_long_is_dropped_and_the_portal_lives() {
    let portal = TestPortal::start().await;
    let page = format!("https://a.example/{}", "ä".repeat(450));
    let body = json!({ "name": "Erika", "question": "Hi", "queue": "printers", "page": page });
    let erika = Customer::let_in(&Customer::try_start(&portal, &body).await);
    let portal = portal.restart().await;
    let anna = Agent::anna(&portal).await;
    let console = Console::open(&portal, &anna).await;
    assert_eq!(console.row(erika.session).expect("a row").facts.page, None);
    anna.take(&portal, erika.session).await.say("Hello").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_can_not_be_read_stands_in_nobodys_way() {
    let portal = TestPortal::start().await;
    let broken = Customer::start(&portal, "Eve", "Hi").await;
    let (address, mended) = ("https://a.example/", Customer::start(&portal, "Otto", "Hi").await);
    let file = SqliteConnectOptions::new().filename(portal.config().data.join("portal.sqlite"));
    let mut database = file.connect().await.expect("the database");
    sqlx::query("UPDATE events SET body = '{}' WHERE session = ?")
        .bind(broken.session.to_string())
        .execute(&mut database)
        .await
        .expect("broken");
    sqlx::query("UPDATE events SET body = json_set(body, '$.facts.page', ?) WHERE session = ?")
        .bind(format!("{address}{}", "%C3%A4".repeat(450)))
        .bind(mended.session.to_string())
        .execute(&mut database)
        .await
        .expect("too long");
    drop(database);
    let portal = portal.restart().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    console.until("Erika", |console| console.row(erika.session).is_some()).await;
    assert!(console.row(mended.session).is_some() && console.row(broken.session).is_none());
    assert_eq!(portal.send_bare(Request::get("/metrics")).await.status, 200);
    let mut web = erika.log(&portal).await;
    web.until("a place", |log| log.place.is_some()).await;
    anna.take(&portal, mended.session).await.say("Hello").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn says_by_name_what_is_wrong() {
    let portal = TestPortal::start().await;
    let cases = [
        (json!({ "name": " ", "question": "Hi" }), ErrorCode::NameInvalid),
        (json!({ "name": "x".repeat(81), "question": "Hi" }), ErrorCode::NameInvalid),
        (json!({ "name": "Erika", "question": "" }), ErrorCode::MessageInvalid),
        (json!({ "name": "Erika", "question": "x".repeat(4001) }), ErrorCode::MessageInvalid),
        (json!({ "name": "Erika", "question": "Hi", "queue": "A B" }), ErrorCode::QueueUnknown),
        (json!({ "name": "Erika" }), ErrorCode::MessageInvalid),
        (json!({ "question": "Hi" }), ErrorCode::NameInvalid),
        (json!([]), ErrorCode::BadRequest),
        (json!({ "name": "x".repeat(70_000), "question": "Hi" }), ErrorCode::TooLarge),
    ];
    for (body, code) in cases {
        assert_eq!(portal.send(Request::post(PATH, &body)).await.code(), code);
    }
    let form = Request::new("POST", PATH).header("content-type", "text/plain").body(b"{}".into());
    let answer = portal.send(form).await;
    assert_eq!((answer.status, answer.code()), (415, ErrorCode::BadRequest));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_can_not_flood_the_queue() {
    let portal = TestPortal::start_with(None, |config| config.chats_per_address = 100).await;
    let body = json!({ "name": "Erika", "question": "Hi" });
    let mut last = 201;
    for _ in 0..31 {
        last = portal.send(Request::post(PATH, &body)).await.status;
    }
    assert_eq!(last, 429);
    let answer = portal.send(Request::post(PATH, &body)).await;
    assert_eq!(answer.code(), ErrorCode::RateLimited);
}
