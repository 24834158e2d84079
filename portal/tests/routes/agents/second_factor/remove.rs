//! `DELETE /api/v1/agents/me/second-factor`

use corporate_protocol::ErrorCode;
use serde_json::json;

use crate::support::{Agent, TestPortal, knock};

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_password_and_code_and_then_the_password_is_enough() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password("anna@demo.test").to_owned();
    let there = Agent::anna(&portal).await;
    let proof = |code: &str| json!({ "password": password, "code": code });
    let none = anna.own(&portal, "DELETE", "/second-factor", &proof("123456")).await;
    assert_eq!(none.code(), ErrorCode::NotFound);
    let (_, codes) = anna.second_factor(&portal, &password).await;
    let wrong = json!({ "password": "not the password", "code": codes[0] });
    let refused = anna.own(&portal, "DELETE", "/second-factor", &wrong).await;
    assert_eq!(refused.code(), ErrorCode::WrongPassword);
    for (code, why) in
        [("", ErrorCode::SecondFactorNeeded), ("2345-6789-ABCD", ErrorCode::SecondFactorWrong)]
    {
        let refused = anna.own(&portal, "DELETE", "/second-factor", &proof(code)).await;
        assert_eq!((refused.status, refused.code()), (401, why));
    }
    assert_eq!(there.get(&portal, "/api/v1/agents/me").await.status, 200);
    let done = anna.own(&portal, "DELETE", "/second-factor", &proof(&codes[0])).await;
    assert_eq!(done.status, 204, "{}", done.text());
    assert_eq!(anna.get(&portal, "/api/v1/agents/me").await.status, 200, "this one stays");
    let ended = there.get(&portal, "/api/v1/agents/me").await;
    assert_eq!(ended.code(), ErrorCode::NotSignedIn, "the others end");
    assert_eq!(knock(&portal, "anna@demo.test", &password, None, "").await.status, 200);
}
