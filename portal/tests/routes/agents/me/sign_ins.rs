//! `GET /api/v1/agents/me/sign-ins`

use serde_json::{Value, json};

use crate::support::{Agent, Request, TestPortal};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 \
    Firefox/150.0";

#[tokio::test(flavor = "multi_thread")]
async fn lists_each_device_in_words_and_marks_this_one() {
    let portal = TestPortal::start().await;
    let body = json!({ "email": "anna@demo.test", "password": portal.password("anna@demo.test") });
    let request = Request::post("/api/v1/agents/sign-in", &body).header("user-agent", FIREFOX);
    let firefox = Agent { cookie: portal.send(request).await.cookie() };
    portal.clock.pass_seconds(1_000);
    let other = Agent::anna(&portal).await;
    portal.clock.pass_seconds(1_000);
    let rows: Value = firefox.get(&portal, "/api/v1/agents/me/sign-ins").await.json();
    let rows = rows.as_array().expect("rows");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(
        (&rows[0]["browser"], &rows[0]["system"]),
        (&json!("Firefox 150"), &json!("Windows"))
    );
    assert_eq!((&rows[0]["current"], &rows[1]["current"]), (&json!(true), &json!(false)));
    let lasted = rows[0]["used_at"].as_i64().zip(rows[0]["signed_in_at"].as_i64());
    assert_eq!(lasted.map(|(used, began)| used - began), Some(2_000_000), "its use was noted");
    let rows: Value = other.get(&portal, "/api/v1/agents/me/sign-ins").await.json();
    assert_eq!(
        rows.as_array().expect("rows").iter().filter(|row| row["current"] == true).count(),
        1
    );
    let text = rows.to_string();
    let secret = firefox.cookie.split_once('=').expect("a pair").1;
    assert!(!text.contains(secret), "a name is no secret");
}
