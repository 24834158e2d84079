//! `PUT /api/v1/agents/me/password`

use corporate_protocol::ErrorCode;
use serde_json::{Value, json};

use crate::support::{Agent, Staff, TestPortal, knock};

const ANNA: &str = "anna@demo.test";
const NEW: &str = "quartz-lantern-43-meadow";

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_other_sign_ins_and_keeps_this_one() {
    let portal = TestPortal::start().await;
    let (here, there) = (Agent::anna(&portal).await, Agent::anna(&portal).await);
    let old = portal.password(ANNA).to_owned();
    let change = json!({ "old": old, "new": NEW });
    assert_eq!(here.own(&portal, "PUT", "/password", &change).await.status, 204);
    assert_eq!(here.get(&portal, "/api/v1/agents/me").await.status, 200);
    let ended = there.get(&portal, "/api/v1/agents/me").await;
    assert_eq!(ended.code(), ErrorCode::NotSignedIn);
    assert_eq!(knock(&portal, ANNA, &old, None, "").await.code(), ErrorCode::WrongPassword);
    assert_eq!(knock(&portal, ANNA, NEW, None, "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_one_is_needed_and_the_new_one_must_be_good() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let old = portal.password(ANNA).to_owned();
    let cases = [
        ("not the password", NEW, ErrorCode::WrongPassword, "old"),
        (&old, "short", ErrorCode::PasswordWeak, "new"),
        (&old, "passwordpassword", ErrorCode::PasswordWeak, "new"),
        (&old, "anna berg 4711 quartz", ErrorCode::PasswordWeak, "new"),
        (&old, "my muster firm 77 quartz", ErrorCode::PasswordWeak, "new"),
        (&old, &old, ErrorCode::PasswordWeak, "new"),
    ];
    for (old, new, code, field) in cases {
        let change = json!({ "old": old, "new": new });
        let refused = anna.own(&portal, "PUT", "/password", &change).await;
        assert_eq!(refused.code(), code, "{new}");
        let problem: Value = refused.json();
        assert_eq!(problem["field"], field, "{new}");
    }
    assert_eq!(knock(&portal, ANNA, &old, None, "").await.status, 200, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_reset_nothing_else_is_allowed_until_it_is_changed() {
    let portal = TestPortal::start().await;
    let reset = reset_anna(&portal).await;
    let answer = knock(&portal, ANNA, &reset, None, "").await;
    assert_eq!(answer.status, 200);
    let me: Value = answer.json();
    assert_eq!(me["must_change_password"], true);
    let anna = Agent { cookie: answer.cookie() };
    assert_eq!(anna.get(&portal, "/api/v1/agents/me").await.status, 200);
    for path in ["/api/v1/console/sessions", "/api/v1/agents/me/sign-ins", "/api/v1/replies"] {
        assert_eq!(anna.get(&portal, path).await.code(), ErrorCode::NotAllowed, "{path}");
    }
    let change = json!({ "old": reset, "new": NEW });
    assert_eq!(anna.own(&portal, "PUT", "/password", &change).await.status, 204);
    assert_eq!(anna.get(&portal, "/api/v1/agents/me/sign-ins").await.status, 200);
    let me: Value = anna.get(&portal, "/api/v1/agents/me").await.json();
    assert_eq!(me["must_change_password"], false);
}

/// Lets the administrator give Anna a new password.
async fn reset_anna(portal: &TestPortal) -> String {
    let staff = Staff::of(portal).await;
    let path = format!("{}/password", staff.path(portal, ANNA).await);
    let answer = staff.max.ask(portal, "POST", &path, None).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let made: Value = answer.json();
    made["password"].as_str().expect("a password").to_owned()
}
