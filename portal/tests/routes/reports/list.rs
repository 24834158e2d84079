//! `GET /api/v1/reports/sessions`

use corporate_protocol::{CommandBody, ErrorCode};
use serde_json::{Value, json};

use crate::support::{Agent, Customer, Request, TestPortal};

const PATH: &str = "/api/v1/reports/sessions";

#[tokio::test(flavor = "multi_thread")]
async fn lists_sessions_newest_first() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.say("Hello").await;
    portal.clock.pass_seconds(60);
    anna.do_it(CommandBody::End).await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let ben = Agent::ben(&portal).await;
    let reports: Value = ben.get(&portal, PATH).await.json();
    let rows = reports["sessions"].as_array().expect("rows");
    assert_eq!(rows[0]["id"], json!(otto.session));
    assert_eq!((&rows[0]["ended_at"], &rows[0]["agents"]), (&Value::Null, &json!([])));
    assert_eq!(rows[1]["id"], json!(erika.session));
    assert_eq!(rows[1]["customer"], "Erika");
    assert_eq!(rows[1]["queue"], "printers");
    assert_eq!(rows[1]["agents"], json!(["Anna Berg"]));
    assert_eq!(rows[1]["messages"], 2);
    let lasted = rows[1]["ended_at"].as_i64().zip(rows[1]["started_at"].as_i64());
    assert_eq!(lasted.map(|(end, start)| end - start), Some(60_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn is_for_those_with_the_right_only() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let one = format!("{PATH}/{}", erika.session);
    let anna = Agent::anna(&portal).await;
    for path in [PATH, one.as_str()] {
        let answer = anna.get(&portal, path).await;
        assert_eq!((answer.status, answer.code()), (403, ErrorCode::NotAllowed), "{path}");
        let customer = Request::get(path).header("cookie", &erika.cookie);
        assert_eq!(portal.send(customer).await.code(), ErrorCode::NotSignedIn, "{path}");
    }
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    assert_eq!(max.get(&portal, &one).await.status, 200);
}
