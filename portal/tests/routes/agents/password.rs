//! `POST /api/v1/agents/{agent}/password`

use corporate_protocol::{ErrorCode, NewPassword};
use serde_json::{Value, json};

use crate::support::{Agent, Answer, Request, Staff, TestPortal, knock, nobody};

async fn sign_in(portal: &TestPortal, password: &str) -> Answer {
    let body = json!({ "email": "anna@demo.test", "password": password });
    portal.send(Request::post("/api/v1/agents/sign-in", &body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn replaces_the_old_password_and_ends_all_sign_ins() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "POST", &format!("{}/password", nobody()), None).await;
    let path = format!("{}/password", staff.path(&portal, "anna@demo.test").await);
    let answer = staff.mona.ask(&portal, "POST", &path, None).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let new: NewPassword = answer.json();
    assert_eq!(staff.anna.get(&portal, "/api/v1/agents/me").await.status, 401);
    let old = portal.password("anna@demo.test").to_owned();
    assert_eq!(sign_in(&portal, &old).await.code(), ErrorCode::WrongPassword);
    let opened = sign_in(&portal, &new.password).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    assert_eq!(opened.json::<Value>()["must_change_password"], true);
    let expected =
        json!({ "by": "mona@demo.test", "kind": "password_reset", "email": "anna@demo.test" });
    assert_eq!(staff.audit(&portal).await[0], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn opens_for_a_week_unless_it_is_changed() {
    const DAY: i64 = 24 * 3600;
    let portal = TestPortal::start().await;
    let path =
        format!("{}/password", Staff::of(&portal).await.path(&portal, "anna@demo.test").await);
    let reset = async || {
        let max = Agent::sign_in(&portal, "max@demo.test").await;
        let made: NewPassword = max.ask(&portal, "POST", &path, None).await.json();
        made.password
    };
    let first = reset().await;
    portal.clock.pass_seconds(7 * DAY - 60);
    assert_eq!(sign_in(&portal, &first).await.status, 200);
    portal.clock.pass_seconds(60);
    let late = sign_in(&portal, &first).await;
    assert_eq!((late.status, late.code()), (401, ErrorCode::WrongPassword));
    let again = sign_in(&portal, &reset().await).await;
    assert_eq!(again.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn makes_all_devices_unknown() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let old = portal.password("anna@demo.test").to_owned();
    let device = knock(&portal, "anna@demo.test", &old, None, "").await.cookies();
    let known = knock(&portal, "anna@demo.test", &old, None, &device).await.cookies();
    assert!(!known.contains("corporate_device_"), "{known}");
    let path = format!("{}/password", staff.path(&portal, "anna@demo.test").await);
    let new: NewPassword = staff.max.ask(&portal, "POST", &path, None).await.json();
    let unknown = knock(&portal, "anna@demo.test", &new.password, None, &device).await.cookies();
    assert!(unknown.contains("corporate_device_"), "{unknown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_beyond_the_own_rights_and_not_for_oneself() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    for (by, email) in [
        (&staff.mona, "ben@demo.test"),
        (&staff.mona, "max@demo.test"),
        (&staff.mona, "mona@demo.test"),
        (&staff.max, "max@demo.test"),
    ] {
        let path = format!("{}/password", staff.path(&portal, email).await);
        let refused = by.ask(&portal, "POST", &path, None).await;
        assert_eq!((refused.status, refused.code()), (403, ErrorCode::NotAllowed), "{email}");
    }
    let path = format!("{}/password", staff.path(&portal, "ben@demo.test").await);
    assert_eq!(staff.max.ask(&portal, "POST", &path, None).await.status, 200);
}
