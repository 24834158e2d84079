//! `DELETE /api/v1/agents/me/sign-ins/{sign_in}`

use corporate_protocol::ErrorCode;
use serde_json::{Value, json};

use crate::support::{Agent, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn ends_that_one_and_nobody_elses() {
    let portal = TestPortal::start().await;
    let (here, there) = (Agent::anna(&portal).await, Agent::anna(&portal).await);
    let ben = Agent::ben(&portal).await;
    let rows: Value = here.get(&portal, "/api/v1/agents/me/sign-ins").await.json();
    let rows = rows.as_array().expect("rows");
    let other = rows.iter().find(|row| row["current"] == false).expect("the other one");
    let path = format!("/sign-ins/{}", other["id"].as_str().expect("an id"));
    let stranger = ben.own(&portal, "DELETE", &path, &json!({})).await;
    assert_eq!(stranger.code(), ErrorCode::NotFound);
    assert_eq!(there.get(&portal, "/api/v1/agents/me").await.status, 200);
    assert_eq!(here.own(&portal, "DELETE", &path, &json!({})).await.status, 204);
    assert_eq!(there.get(&portal, "/api/v1/agents/me").await.code(), ErrorCode::NotSignedIn);
    assert_eq!(here.get(&portal, "/api/v1/agents/me").await.status, 200);
    let again = here.own(&portal, "DELETE", &path, &json!({})).await;
    assert_eq!(again.code(), ErrorCode::NotFound);
}
