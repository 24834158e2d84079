//! `DELETE /api/v1/agents/me/second-factor`

use corporate_protocol::ErrorCode;
use serde_json::json;

use crate::support::{Agent, TestPortal, knock};

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_the_password_and_then_the_password_is_enough() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password("anna@demo.test").to_owned();
    let proof = json!({ "password": password });
    let none = anna.own(&portal, "DELETE", "/second-factor", &proof).await;
    assert_eq!(none.code(), ErrorCode::NotFound);
    anna.second_factor(&portal, &password).await;
    let wrong = json!({ "password": "not the password" });
    let refused = anna.own(&portal, "DELETE", "/second-factor", &wrong).await;
    assert_eq!(refused.code(), ErrorCode::WrongPassword);
    assert_eq!(anna.own(&portal, "DELETE", "/second-factor", &proof).await.status, 204);
    assert_eq!(knock(&portal, "anna@demo.test", &password, None, "").await.status, 200);
}
