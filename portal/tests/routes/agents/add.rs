//! `POST /api/v1/agents`

use corporate_protocol::{ErrorCode, NewPassword, Problem};
use serde_json::{Value, json};

use crate::support::{Answer, Request, Staff, TestPortal};

const PATH: &str = "/api/v1/agents";

fn nina() -> Value {
    json!({ "email": " Nina@Demo.test ", "name": "Nina Neu", "roles": ["agent"],
        "may_open_reports": false, "queues": ["printers"], "most_sessions": 3 })
}

async fn sign_in(portal: &TestPortal, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    portal.send(Request::post("/api/v1/agents/sign-in", &body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn shows_a_password_that_opens_the_door_and_is_to_be_changed() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let mut unfit = nina();
    unfit["email"] = json!("nobody");
    staff.only_managers(&portal, "POST", PATH, Some(&unfit)).await;
    let answer = staff.mona.ask(&portal, "POST", PATH, Some(&nina())).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let NewPassword { agent, password } = answer.json();
    let known = staff.agent(&portal, "nina@demo.test").await;
    assert_eq!(known.id, agent);
    assert_eq!((known.details.most_sessions, known.details.queues.len()), (3, 1));
    let opened = sign_in(&portal, "nina@demo.test", &password).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    assert_eq!(opened.json::<Value>()["must_change_password"], true);
    let audit = staff.audit(&portal).await;
    let added = json!({ "by": "mona@demo.test", "kind": "agent_added", "email": "nina@demo.test" });
    assert!(audit.contains(&added), "{audit:?}");
    let list = staff.max.get(&portal, "/api/v1/audit").await;
    assert!(!list.text().contains(&password));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_taken_once() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let mut anna = nina();
    anna["email"] = json!("ANNA@demo.test");
    let refused = staff.max.ask(&portal, "POST", PATH, Some(&anna)).await;
    let problem: Problem = refused.json();
    assert_eq!((problem.status, problem.code), (409, ErrorCode::EmailTaken));
    assert_eq!(problem.field.as_deref(), Some("email"));
    assert_eq!(staff.agents(&portal).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unfit_is_named() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let cases = [
        ("email", json!("nobody"), ErrorCode::EmailInvalid, "email"),
        ("email", json!(7), ErrorCode::EmailInvalid, "email"),
        ("name", json!(" "), ErrorCode::NameInvalid, "name"),
        ("name", json!("x".repeat(81)), ErrorCode::NameInvalid, "name"),
        ("queues", json!(["printers", "gone"]), ErrorCode::QueueUnknown, "queues.1"),
        ("queues", json!(["NOT ONE"]), ErrorCode::QueueUnknown, "queues.0"),
        ("most_sessions", json!(0), ErrorCode::SettingInvalid, "most_sessions"),
        ("most_sessions", json!(51), ErrorCode::SettingInvalid, "most_sessions"),
        ("most_sessions", json!(-1), ErrorCode::SettingInvalid, "most_sessions"),
        ("roles", json!(["boss"]), ErrorCode::BadRequest, "roles.0"),
    ];
    for (field, value, code, path) in cases {
        let mut body = nina();
        body[field] = value;
        let answer = staff.max.ask(&portal, "POST", PATH, Some(&body)).await;
        let problem: Problem = answer.json();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(path)), "{body}");
    }
    assert_eq!(staff.agents(&portal).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_adds_plain_agents_only() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let grants = [
        ("roles", json!(["agent", "manager"]), "roles"),
        ("roles", json!(["administrator"]), "roles"),
        ("may_open_reports", json!(true), "may_open_reports"),
    ];
    for (number, (field, value, named)) in grants.into_iter().enumerate() {
        let mut body = nina();
        body["email"] = json!(format!("nina{number}@demo.test"));
        body[field] = value;
        let refused = staff.mona.ask(&portal, "POST", PATH, Some(&body)).await;
        let problem: Problem = refused.json();
        assert_eq!((problem.status, problem.code), (403, ErrorCode::NotAllowed), "{body}");
        assert_eq!(problem.field.as_deref(), Some(named));
        assert_eq!(staff.max.ask(&portal, "POST", PATH, Some(&body)).await.status, 201, "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_role_nobody_signs_in() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let mut body = nina();
    body["roles"] = json!([]);
    let added: NewPassword = staff.mona.ask(&portal, "POST", PATH, Some(&body)).await.json();
    let refused = sign_in(&portal, "nina@demo.test", &added.password).await;
    assert_eq!((refused.status, refused.code()), (401, ErrorCode::WrongPassword));
}
