//! `POST /api/v1/phone-codes` and `DELETE /api/v1/phone-codes/current`

use corporate_protocol::{ErrorCode, PhoneCode};
use serde_json::json;

use crate::support::{Agent, NOON, Request, TestPortal};

const PATH: &str = "/api/v1/phone-codes";

#[tokio::test(flavor = "multi_thread")]
async fn gives_nine_digits_for_ten_minutes_in_place_of_the_last() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let answer = anna.ask(&portal, "POST", PATH, Some(&json!({ "queue": "printers" }))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let code: PhoneCode = answer.json();
    assert_eq!(code.code.as_str().len(), 9);
    assert_eq!(code.expires_at, NOON.plus_seconds(600));
    let again = anna.phone_code(&portal).await;
    assert_ne!(again, code.code.as_str());
    let body = json!({ "code": code.code, "name": "Erika" });
    let old = portal.send(Request::post("/api/v1/phone-codes/redeem", &body)).await;
    assert_eq!(old.code(), ErrorCode::PhoneCodeUnknown);
    let body = json!({ "code": again, "name": "Erika" });
    let gone = anna.ask(&portal, "DELETE", "/api/v1/phone-codes/current", None).await;
    assert_eq!(gone.status, 204);
    let taken_back = portal.send(Request::post("/api/v1/phone-codes/redeem", &body)).await;
    assert_eq!(taken_back.code(), ErrorCode::PhoneCodeUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn is_for_agents_where_the_account_has_phone_mode() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let none = json!({});
    assert_eq!(max.ask(&portal, "POST", PATH, Some(&none)).await.code(), ErrorCode::NotAllowed);
    let unknown = json!({ "queue": "nope" });
    let refused = anna.ask(&portal, "POST", PATH, Some(&unknown)).await;
    assert_eq!(refused.code(), ErrorCode::QueueUnknown);
    portal.change_settings(|settings| settings.modes.phone = false).await;
    assert_eq!(anna.ask(&portal, "POST", PATH, Some(&none)).await.code(), ErrorCode::ModeOff);
}
