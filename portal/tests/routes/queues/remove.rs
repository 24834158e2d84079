//! `DELETE /api/v1/queues/{queue}`

use corporate_protocol::{CommandBody, ErrorCode, Problem, Queue};
use serde_json::{Value, json};

use crate::support::{Agent, Answer, Customer, Staff, TestPortal};

const PATH: &str = "/api/v1/queues/printers";

async fn remove(portal: &TestPortal, staff: &Staff, path: &str) -> Answer {
    staff.mona.ask(portal, "DELETE", path, None).await
}

async fn serve(portal: &TestPortal, staff: &Staff, queues: &[&str]) {
    let anna = staff.agent(portal, "anna@demo.test").await;
    let mut details = serde_json::to_value(&anna.details).expect("JSON");
    details["queues"] = json!(queues);
    let path = format!("/api/v1/agents/{}", anna.id);
    assert_eq!(staff.max.put(portal, &path, &details).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn removes_it_also_from_the_agents_who_serve_it() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "DELETE", "/api/v1/queues/none", None).await;
    serve(&portal, &staff, &["general", "printers"]).await;
    assert_eq!(remove(&portal, &staff, PATH).await.status, 204);
    let anna = staff.agent(&portal, "anna@demo.test").await;
    assert_eq!(serde_json::to_value(anna.details.queues).expect("JSON"), json!(["general"]));
    let queues: Vec<Queue> = staff.max.get(&portal, "/api/v1/queues").await.json();
    assert_eq!(queues.len(), 1);
    let expected = json!({ "by": "mona@demo.test", "kind": "queue_removed", "queue": "printers" });
    assert_eq!(staff.audit(&portal).await[0], expected);
    let again = remove(&portal, &staff, PATH).await;
    assert_eq!((again.status, again.code()), (404, ErrorCode::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn not_while_somebody_waits_in_it() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let refused = remove(&portal, &staff, PATH).await;
    assert_eq!((refused.status, refused.code()), (409, ErrorCode::InUse));
    assert_eq!(refused.json::<Problem>().field.as_deref(), Some("sessions"));
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    assert_eq!(remove(&portal, &staff, PATH).await.status, 204, "nobody waits any more");
    anna.do_it(CommandBody::End).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_the_last_one_and_not_an_agents_only_one() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    serve(&portal, &staff, &["printers"]).await;
    let refused = remove(&portal, &staff, PATH).await;
    let problem: Problem = refused.json();
    assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::InUse, Some("agents")));
    assert_eq!(remove(&portal, &staff, "/api/v1/queues/general").await.status, 204);
    let last = remove(&portal, &staff, PATH).await;
    assert_eq!((last.status, last.code()), (409, ErrorCode::InUse));
    let queues: Value = staff.max.get(&portal, "/api/v1/queues").await.json();
    assert_eq!(queues[0]["id"], "printers");
}
