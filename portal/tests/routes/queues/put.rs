//! `PUT /api/v1/queues/{queue}`

use corporate_protocol::{ErrorCode, Problem, Queue};
use serde_json::{Value, json};

use crate::support::{Request, Staff, TestPortal};

fn queue(id: &str, de: &str, en: &str) -> Value {
    json!({ "id": id, "name": { "de": de, "en": en } })
}

#[tokio::test(flavor = "multi_thread")]
async fn adds_a_queue_at_the_end_and_renames_it() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let known = queue("general", "Allgemein", "General");
    staff.only_managers(&portal, "PUT", "/api/v1/queues/general", Some(&known)).await;
    let path = "/api/v1/queues/invoices-2";
    let new = queue("invoices-2", "Rechnungen", "");
    let answer = staff.mona.put(&portal, path, &new).await;
    assert_eq!((answer.status, answer.json::<Value>()), (200, new));
    let renamed = queue("invoices-2", "Rechnung und Zahlung", "Billing");
    assert_eq!(staff.max.put(&portal, path, &renamed).await.status, 200);
    let public: Value = portal.send(Request::get("/api/v1/portal")).await.json();
    assert_eq!(public["queues"][2], renamed);
    let entry = |by: &str| json!({ "by": by, "kind": "queue_changed", "queue": "invoices-2" });
    let audit = staff.audit(&portal).await;
    assert_eq!(audit[..2], [entry("max@demo.test"), entry("mona@demo.test")]);
    assert_ne!(audit[2]["by"], "mona@demo.test", "what changed nothing is not noted");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfit_name_is_refused_by_field() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let cases = [
        ("Not-A-Queue", queue("Not-A-Queue", "a", "b"), "id"),
        ("other", queue("another", "a", "b"), "id"),
        ("new", queue("new", " ", ""), "name"),
        ("new", queue("new", &"x".repeat(81), ""), "name.de"),
        ("new", queue("new", "", "two\nlines"), "name.en"),
    ];
    for (id, body, field) in cases {
        let answer = staff.max.put(&portal, &format!("/api/v1/queues/{id}"), &body).await;
        assert_eq!((answer.status, answer.code()), (422, ErrorCode::SettingInvalid), "{body}");
        assert_eq!(answer.json::<Problem>().field.as_deref(), Some(field));
    }
    let queues: Vec<Queue> = staff.max.get(&portal, "/api/v1/queues").await.json();
    assert_eq!(queues.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_more_than_a_hundred() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    for number in 2..100 {
        let id = format!("q{number}");
        let path = format!("/api/v1/queues/{id}");
        assert_eq!(staff.max.put(&portal, &path, &queue(&id, "a", "b")).await.status, 200);
    }
    let refused = staff.max.put(&portal, "/api/v1/queues/more", &queue("more", "a", "b")).await;
    assert_eq!((refused.status, refused.code()), (413, ErrorCode::TooLarge));
    let renamed = staff.max.put(&portal, "/api/v1/queues/q2", &queue("q2", "c", "d")).await;
    assert_eq!(renamed.status, 200, "a name can still be changed");
}
