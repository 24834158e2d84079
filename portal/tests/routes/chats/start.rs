//! `POST /api/v1/chats`

use corporate_protocol::{ErrorCode, EventBody, MessageText, Phase};
use serde_json::json;

use crate::support::{Customer, Request, TestPortal};

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
async fn says_by_name_what_is_wrong() {
    let portal = TestPortal::start().await;
    let cases = [
        (json!({ "name": " ", "question": "Hi" }), ErrorCode::NameInvalid),
        (json!({ "name": "x".repeat(81), "question": "Hi" }), ErrorCode::NameInvalid),
        (json!({ "name": "Erika", "question": "" }), ErrorCode::MessageInvalid),
        (json!({ "name": "Erika", "question": "x".repeat(4001) }), ErrorCode::MessageInvalid),
        (json!({ "name": "Erika", "question": "Hi", "queue": "nope" }), ErrorCode::QueueUnknown),
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
